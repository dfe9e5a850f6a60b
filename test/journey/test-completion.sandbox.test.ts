import { openSandboxWorld } from './sandbox-world';
import { completionJourneys } from './test-completion.journeys';

jest.setTimeout(60_000);

completionJourneys('in the sandbox', openSandboxWorld);
