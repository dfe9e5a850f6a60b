import type { ProviderName } from '../jobs/contracts';
import { claude } from './claude';
import type { Provider } from './provider';

/** Every provider a person can log in with. */
export const providers = { claude } satisfies Record<ProviderName, Provider>;
