import type { Provider } from './provider';

/** `-kimi-login`. */
export const kimi: Provider = {
  name: 'kimi',
  flags: ['-kimi-login', '-no-browser'],
  flag: '-kimi-login',
  waitMs: 15 * 60_000,
  type: 'kimi',
  managed: { authUrl: '/kimi-auth-url', name: 'kimi' },
};
