import type { Provider } from './provider';

/** `-codex-login`, older than Claude's: `sdk/auth/codex.go`, `internal/auth/codex/oauth_server.go`. */
export const codex: Provider = {
  name: 'codex',
  flags: ['-codex-login', '-no-browser'],
  flag: '-codex-login',
  since: '3.1.0',
  waitMs: 5 * 60_000,
  redirect: { port: 1455, path: '/auth/callback', probe: { path: '/success', status: 200 } },
  type: 'codex',
  managed: { authUrl: '/codex-auth-url', name: 'codex', callback: '/codex/callback' },
};
