import type { Provider } from './provider';

/** `-codex-login`. */
export const codex: Provider = {
  name: 'codex',
  flags: ['-codex-login', '-no-browser'],
  flag: '-codex-login',
  waitMs: 5 * 60_000,
  redirect: { port: 1455, path: '/auth/callback', probe: { path: '/success', status: 200 } },
  type: 'codex',
  managed: { authUrl: '/codex-auth-url', name: 'codex', callback: '/codex/callback' },
};
