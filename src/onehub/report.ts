import type { OneHubChannel } from '../jobs/reports';
import { modelsOf, stateOf, type ListedChannel } from './channel';

/** A channel as chats are told of it: nothing that opens anything. */
export function reportOf(channel: ListedChannel, server: string, astray: boolean): OneHubChannel {
  const { id, name, response_time, test_time } = channel;
  return {
    id,
    name,
    server,
    state: stateOf(channel),
    models: modelsOf(channel).length,
    ...(test_time > 0 && { responseMs: response_time, testedAtMs: Math.round(test_time * 1_000) }),
    ...(astray && { astray }),
  };
}
