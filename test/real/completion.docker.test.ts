import { completionJourneys } from '../journey/test-completion.journeys';
import { openRealWorld } from './real-world';

jest.setTimeout(60_000);

completionJourneys('with Redis, OpenSSH and Docker', openRealWorld);
