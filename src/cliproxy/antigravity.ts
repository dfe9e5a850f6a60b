import type { Provider } from './provider';

/**
 * `-antigravity-login`, since v6.5.0 (`sdk/auth/antigravity.go`). It serves nothing but the callback, so that any other
 * path answers 404. v6.5.0 alone listens on another port each time.
 */
export const antigravity: Provider = {
  name: 'antigravity',
  flags: ['-antigravity-login', '-no-browser'],
  flag: '-antigravity-login',
  since: '6.5.0',
  waitMs: 5 * 60_000,
  redirect: { port: 51121, path: '/oauth-callback', probe: { path: '/', status: 404 } },
  type: 'antigravity',
  managed: { authUrl: '/antigravity-auth-url', name: 'antigravity', callback: '/antigravity/callback' },
};
