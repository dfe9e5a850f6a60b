import { balanceJourneys } from '../journey/balance.journeys';
import { openRealWorld } from './real-world';

jest.setTimeout(60_000);

balanceJourneys('with Redis, OpenSSH and Docker', env => openRealWorld({ env }));
