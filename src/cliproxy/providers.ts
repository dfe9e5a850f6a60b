import type { ProviderName } from '../jobs/login';
import { antigravity } from './antigravity';
import { claude } from './claude';
import { codex } from './codex';
import { codexDevice } from './codex-device';
import { kimi } from './kimi';
import type { Provider } from './provider';
import { xai } from './xai';

/** Every provider a person can log in with. */
export const providers: Readonly<Record<ProviderName, Provider>> = {
  claude,
  codex,
  'codex-device': codexDevice,
  antigravity,
  kimi,
  xai,
};
