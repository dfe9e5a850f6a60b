import { balanceJourneys } from './balance.journeys';
import { openSandboxWorld } from './sandbox-world';

jest.setTimeout(60_000);

balanceJourneys('in the sandbox', env => openSandboxWorld({ env }));
