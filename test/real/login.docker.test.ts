import { loginJourneys } from '../journey/login.journeys';
import { openRealWorld } from './real-world';

jest.setTimeout(60_000);

loginJourneys('with Redis, OpenSSH and Docker', () => openRealWorld());
