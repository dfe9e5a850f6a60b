import { oneHubJourneys } from '../journey/onehub.journeys';
import { openRealWorld } from './real-world';

jest.setTimeout(60_000);

oneHubJourneys('with Redis, OpenSSH and Docker', () => openRealWorld());
