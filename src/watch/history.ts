import type { ClientCounts } from '../jobs/account';
import type { History } from '../jobs/incident';

const keptForMs = 24 * 60 * 60_000;
const mostKept = 300;
/** The same number again is worth a point only so often. */
const sampleMs = 10 * 60_000;

export const noHistory: History = { clients: [], startsAtMs: [] };

/** With a start of the container. */
export function withStartAt(history: History, atMs: number): History {
  if (history.startsAtMs.includes(atMs)) return history;
  const startsAtMs = [...history.startsAtMs, atMs].filter(each => atMs - each < keptForMs).slice(-mostKept);
  return { ...history, startsAtMs };
}

/** With how many clients there are, by the server's clock; the same history when that is nothing new. */
export function withClients(history: History, { clients }: ClientCounts, atMs: number): History {
  const last = history.clients.at(-1);
  if (last?.clients === clients && atMs - last.atMs < sampleMs) return history;
  const kept = history.clients.filter(each => atMs - each.atMs < keptForMs);
  return { ...history, clients: [...kept, { atMs, clients }].slice(-mostKept) };
}
