import { managedJourneys } from '../journey/managed.journeys';
import { openRealWorld } from './real-world';

jest.setTimeout(60_000);

managedJourneys('with Redis, OpenSSH and Docker', () =>
  openRealWorld({ env: { MANAGEMENT_PASSWORD: 'a-key-for-tests' } }),
);
