import { providerJourneys } from './providers.journeys';
import { openSandboxWorld } from './sandbox-world';

jest.setTimeout(60_000);

providerJourneys('in the sandbox', () => openSandboxWorld());
