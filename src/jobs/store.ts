import type { BackendFactory, IQueueBackend } from 'bullmq';

/**
 * How a BullMQ object talks to its store: `produce` fails at once while the store is away, `work` waits for it
 * to come back.
 */
export type Use = 'produce' | 'work';

/** What differs between Redis and the embedded store. Everything else in this folder is shared by both. */
export interface Store {
  readonly backend: BackendFactory<IQueueBackend, Use>;
  /** Put before every key, so that several installations can share one Redis. */
  readonly prefix: string;
  /** Other processes may work on the same queues. */
  readonly shared: boolean;
  /** How long an idle worker sleeps before it looks again by itself (seconds); new jobs wake it anyway. */
  readonly idleSeconds: number;
  /**
   * Runs one operation against the store. Throws UserError `queue-unavailable` within a second when the store
   * cannot take it.
   */
  produce<Result>(operation: () => Promise<Result>): Promise<Result>;
  /** One question to the store and back. */
  ping(): Promise<void>;
  /** Whether an error only says that the store is away; the store itself tells the log of that once. */
  isOutage(error: unknown): boolean;
  /** Whether it cannot be reached at this moment, and need not be waited for. */
  isAway(): boolean;
  /** Ends every connection, also one that hangs. */
  close(): Promise<void>;
}

/** Times the engine works with; tests of killed workers shorten them. */
export interface Timing {
  /** A worker that does not renew a job within this is taken for dead. */
  readonly lockMs: number;
  /** How often the workers look for jobs of dead workers. */
  readonly stalledMs: number;
  /** The pause after the first failed delivery of a telling; it doubles up to five minutes. */
  readonly firstPauseMs: number;
}

export const TIMING: Timing = { lockMs: 15_000, stalledMs: 10_000, firstPauseMs: 1_000 };

/** BullMQ never gives such a job up by itself. PostgreSQL keeps the count as a 32-bit integer. */
export const NEVER_GIVEN_UP = 2 ** 31 - 1;
