import { managedJourneys } from './managed.journeys';
import { openSandboxWorld } from './sandbox-world';

jest.setTimeout(60_000);

managedJourneys('in the sandbox', () =>
  openSandboxWorld({ env: { MANAGEMENT_PASSWORD: 'a-key-for-tests' } }),
);
