import { loginJourneys } from './login.journeys';
import { openSandboxWorld } from './sandbox-world';

jest.setTimeout(60_000);

loginJourneys('in the sandbox', () => openSandboxWorld());
