import type { Provider } from './provider';

/** `-codex-device-login`. */
export const codexDevice: Provider = {
  name: 'codex-device',
  flags: ['-codex-device-login', '-no-browser'],
  flag: '-codex-device-login',
  waitMs: 15 * 60_000,
  type: 'codex',
};
