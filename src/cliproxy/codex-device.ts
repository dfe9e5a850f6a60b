import type { Provider } from './provider';

/** `-codex-device-login`, since v6.8.27: `sdk/auth/codex_device.go`. */
export const codexDevice: Provider = {
  name: 'codex-device',
  flags: ['-codex-device-login', '-no-browser'],
  flag: '-codex-device-login',
  since: '6.8.27',
  waitMs: 15 * 60_000,
  type: 'codex',
};
