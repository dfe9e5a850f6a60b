import { alertJourneys } from '../journey/alerts.journeys';
import { openRealWorld } from './real-world';

jest.setTimeout(60_000);

alertJourneys('with Redis, OpenSSH and Docker', () =>
  openRealWorld({ env: { MANAGEMENT_PASSWORD: 'a-key-for-tests' } }),
);
