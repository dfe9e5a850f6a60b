import type { Provider } from './provider';

/** `-xai-login`. */
export const xai: Provider = {
  name: 'xai',
  flags: ['-xai-login', '-no-browser'],
  flag: '-xai-login',
  waitMs: 15 * 60_000,
  type: 'xai',
  managed: { authUrl: '/xai-auth-url', name: 'xai' },
};
