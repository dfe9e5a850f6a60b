import type { Provider } from './provider';

/**
 * `-xai-login`, since v7.1.0, by a code since v7.2.64 (`sdk/auth/xai.go`): before that it wanted a callback to
 * 127.0.0.1 of the container, where nobody outside gets. `MaxPollDuration` is half an hour.
 */
export const xai: Provider = {
  name: 'xai',
  flags: ['-xai-login', '-no-browser'],
  flag: '-xai-login',
  since: '7.1.0',
  waitMs: 30 * 60_000,
  type: 'xai',
  managed: { authUrl: '/xai-auth-url', name: 'xai' },
};
