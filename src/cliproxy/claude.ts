import type { Provider } from './provider';

/** `-claude-login`, since CLIProxyAPI v3.1.0. */
export const claude = {
  name: 'claude',
  flags: ['-claude-login', '-no-browser'],
  flag: '-claude-login',
  since: '3.1.0',
  waitMs: 5 * 60_000,
  redirect: { port: 54545, path: '/callback', probe: { path: '/success', status: 200 } },
  type: 'claude',
  managed: { authUrl: '/anthropic-auth-url', name: 'anthropic', callback: '/anthropic/callback' },
} as const satisfies Provider;
