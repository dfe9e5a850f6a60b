import { oneHubJourneys } from './onehub.journeys';
import { openSandboxWorld } from './sandbox-world';

jest.setTimeout(60_000);

oneHubJourneys('in the sandbox', () => openSandboxWorld());
