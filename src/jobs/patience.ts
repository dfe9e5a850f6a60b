import { setTimeout as sleep } from 'node:timers/promises';

import { problemOf } from '../errors';

/** How long a worker's own writes wait for a store that is away (a restart of Redis takes about a second). */
export const PATIENCE_MS = 10_000;
const PAUSE_MS = 200;

export interface Patience {
  readonly forMs: number;
  /** No more waiting once this is aborted. */
  readonly until?: AbortSignal;
}

/**
 * Repeats an operation while the queue is unavailable; when patience ends, its `queue-unavailable` is thrown.
 * The operation must bear being done twice: a store can take it and go away before it says so.
 */
export async function patiently<Result>(
  operation: () => Promise<Result>,
  { forMs, until }: Patience = { forMs: PATIENCE_MS },
): Promise<Result> {
  const deadline = Date.now() + forMs;
  for (;;) {
    try {
      return await operation();
    } catch (error) {
      if (problemOf(error)?.code !== 'queue-unavailable') throw error;
      if (Date.now() >= deadline || until?.aborted === true) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

/** Waits for a promise, but not longer than `graceMs`; a late failure is nobody's any more. */
export async function withinGrace(work: Promise<unknown>, graceMs: number): Promise<void> {
  const ended = new AbortController();
  await Promise.race([
    work.catch(() => undefined),
    sleep(graceMs, undefined, { signal: ended.signal }).catch(() => undefined),
  ]);
  ended.abort();
}
