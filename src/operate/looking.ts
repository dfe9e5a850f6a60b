import { setTimeout as sleep } from 'node:timers/promises';
import { problemOf, type Problem } from '../errors';

/** What came of looking: a value, a problem in the way, or no answer in time. */
export type Seen<Value> =
  | { readonly kind: 'seen'; readonly value: Value }
  | { readonly kind: 'kept-from-it'; readonly problem: Problem }
  | { readonly kind: 'late' };

/** Waits for something until a moment (milliseconds since 1970). Throws faults alone. */
export async function seenUntil<Value>(looking: Promise<Value>, untilMs: number): Promise<Seen<Value>> {
  const ended = new AbortController();
  const late = sleep(Math.max(0, untilMs - Date.now()), { kind: 'late' } as const, { signal: ended.signal });
  // The abort rejects it when there was an answer.
  late.catch(() => undefined);
  const seen = looking.then(
    value => ({ kind: 'seen', value }) as const,
    (error: unknown) => {
      const problem = problemOf(error);
      if (problem === undefined) throw error;
      return { kind: 'kept-from-it', problem } as const;
    },
  );
  return Promise.race([seen, late]).finally(() => ended.abort());
}
