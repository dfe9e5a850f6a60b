import { setTimeout as pause } from 'node:timers/promises';
import type { Execution } from '../server';

/** How a short program ended. */
export interface Outcome {
  /** Undefined where it did not end in time. */
  readonly exitCode: number | undefined;
  /** The beginning of what it said. */
  readonly output: string;
}

const MOST_CHARACTERS = 4_000;
const PATIENCE_MS = 30_000;

/** Waits for the end of a short program. Throws UserError `connection-lost`; then it may go on over there. */
export async function outcomeOf(execution: Execution, patienceMs = PATIENCE_MS): Promise<Outcome> {
  const output = execution.output[Symbol.asyncIterator]();
  const late = new AbortController();
  const tooLate = pause(patienceMs, 'late' as const, { signal: late.signal, ref: false });
  let said = '';
  try {
    for (;;) {
      const next = await Promise.race([output.next(), tooLate]);
      if (next === 'late') return { exitCode: undefined, output: said };
      if (next.done === true) return { exitCode: await execution.exitCode(), output: said };
      said = (said + next.value).slice(0, MOST_CHARACTERS);
    }
  } finally {
    tooLate.catch(() => undefined);
    late.abort();
  }
}
