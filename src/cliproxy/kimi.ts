import type { Provider } from './provider';

/** `-kimi-login`, since v6.8.0; it waits no longer than `maxPollDuration` (`internal/auth/kimi/kimi.go`). */
export const kimi: Provider = {
  name: 'kimi',
  flags: ['-kimi-login', '-no-browser'],
  flag: '-kimi-login',
  since: '6.8.0',
  waitMs: 15 * 60_000,
  type: 'kimi',
  managed: { authUrl: '/kimi-auth-url', name: 'kimi' },
};
