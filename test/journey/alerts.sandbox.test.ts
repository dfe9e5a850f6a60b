import { alertJourneys } from './alerts.journeys';
import { openSandboxWorld } from './sandbox-world';

jest.setTimeout(60_000);

alertJourneys('in the sandbox', () => openSandboxWorld({ env: { MANAGEMENT_PASSWORD: 'a-key-for-tests' } }));
