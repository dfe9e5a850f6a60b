import { importJourneys } from './import.journeys';
import { openSandboxWorld } from './sandbox-world';

jest.setTimeout(60_000);

importJourneys('in the sandbox', () => openSandboxWorld({ servers: ['ali', 'tokyo'] }));
