import { providerJourneys } from '../journey/providers.journeys';
import { openRealWorld } from './real-world';

jest.setTimeout(60_000);

providerJourneys('with Redis, OpenSSH and Docker', () => openRealWorld());
