import type { Provider } from './provider';

/** `-claude-login`, since CLIProxyAPI v3.1.0. */
export const claude: Provider = {
  name: 'claude',
  flags: ['-claude-login', '-no-browser'],
  flag: '-claude-login',
  callbackPort: 54545,
  callbackPath: '/callback',
  probePath: '/success',
  waitMs: 5 * 60_000,
};
