import { pino } from 'pino';

import type { Jobs } from '../../src/jobs/jobs';
import type { Timing } from '../../src/jobs/store';
import type { Log } from '../../src/log';

/** Locks and pauses short enough for a test to see them run out. */
export const SHORT: Timing = { lockMs: 1_000, stalledMs: 300, firstPauseMs: 200 };

/** One store of the queue with its processes, as the suite needs it. */
export interface JobsWorld {
  /** Opened with {@link SHORT}. */
  readonly jobs: Jobs;
  /** What the store wrote to its log. It was not redacted. */
  logged(): string;
  /** Everything the store holds, as text. The `jobs` are closed by this. */
  contents(): Promise<string>;
  close(): Promise<void>;
}

/** A log that remembers its lines as they are. */
export function rememberingLog(): { readonly log: Log; readonly text: () => string } {
  const lines: string[] = [];
  return {
    log: pino({ level: 'trace' }, { write: (line: string) => lines.push(line) }),
    text: () => lines.join(''),
  };
}
