import type { Provider } from './provider';

/** `-antigravity-login`. */
export const antigravity: Provider = {
  name: 'antigravity',
  flags: ['-antigravity-login', '-no-browser'],
  flag: '-antigravity-login',
  waitMs: 5 * 60_000,
  redirect: { port: 51121, path: '/oauth-callback', probe: { path: '/', status: 404 } },
  type: 'antigravity',
  managed: { authUrl: '/antigravity-auth-url', name: 'antigravity', callback: '/antigravity/callback' },
};
