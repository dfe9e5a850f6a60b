import { importJourneys } from '../journey/import.journeys';
import { openRealWorld } from './real-world';

jest.setTimeout(120_000);

importJourneys('with Redis, OpenSSH and Docker', () => openRealWorld({ servers: ['ali', 'tokyo'] }));
