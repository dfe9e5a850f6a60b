import { randomUUID } from 'node:crypto';

import type { Job, JobsOptions } from 'bullmq';

import type { PlatformName } from '../../chat/platform';
import type { Log } from '../../log';
import type { Bull, StoreQueue } from '../bull';
import type { Telling } from '../contracts';
import type { Stop } from '../jobs';
import { patiently } from '../patience';
import { NEVER_GIVEN_UP } from '../store';

const PLATFORMS: readonly PlatformName[] = ['discord', 'telegram', 'terminal'];
const AT_ONCE = 20;
/** Nobody reads the events of these queues. */
const MAX_EVENTS = 100;
const LONGEST_PAUSE_MS = 5 * 60_000;
/** Alerts are waited for: they come soon after the platform is back. */
const LONGEST_ALERT_PAUSE_MS = 30_000;
/** With five minutes between most attempts, about a day. */
const RESULT_ATTEMPTS = 300;
/** About an hour: by then the login itself is no longer kept. */
const STATUS_ATTEMPTS = 20;

/** What is to be told, one queue a platform. */
export class Outbox {
  private readonly queues = new Map<PlatformName, StoreQueue<Telling, null>>();

  constructor(
    private readonly bull: Bull,
    private readonly log: Log,
  ) {}

  /** Waits out a short outage of the store. */
  async tell(platform: PlatformName, telling: Telling): Promise<void> {
    // One id for all attempts to add it, so that it is added once.
    const jobId = randomUUID();
    await patiently(() =>
      this.bull.store.produce(async () => {
        await this.queue(platform).add(telling.kind, telling, { jobId, ...optionsOf(telling) });
      }),
    );
  }

  work(platform: PlatformName, handler: (telling: Telling) => Promise<void>): Stop {
    const { firstPauseMs } = this.bull.timing;
    return this.bull.work<Telling, null>(outboxQueue(platform), job => this.deliver(job, platform, handler), {
      concurrency: AT_ONCE,
      // A delivery may be doubled when a bot dies, but never lost.
      maxStalledCount: NEVER_GIVEN_UP,
      settings: {
        backoffStrategy: (attempts, type) =>
          pauseAfter(attempts, firstPauseMs, type === 'alert' ? LONGEST_ALERT_PAUSE_MS : LONGEST_PAUSE_MS),
      },
    });
  }

  /** How much waits, of each platform: also what pauses after a failure. */
  async depth(): Promise<Readonly<Record<string, number>>> {
    const counts = await Promise.all(
      PLATFORMS.map(platform => this.queue(platform).getJobCountByTypes('waiting', 'delayed')),
    );
    return Object.fromEntries(
      PLATFORMS.map((platform, index) => [outboxQueue(platform), counts[index] ?? 0]),
    );
  }

  private async deliver(
    job: Job<Telling, null>,
    platform: PlatformName,
    handler: (telling: Telling) => Promise<void>,
  ): Promise<null> {
    try {
      await handler(job.data);
      return null;
    } catch (error) {
      const { kind } = job.data;
      const attempt = job.attemptsMade + 1;
      this.log.warn({ platform, kind, attempt, err: error }, 'a message could not be delivered');
      // BullMQ keeps this message and the stack beside the job: nothing of the cause belongs there.
      throw new Error('not delivered');
    }
  }

  private queue(platform: PlatformName): StoreQueue<Telling, null> {
    const known = this.queues.get(platform);
    if (known !== undefined) return known;
    const queue = this.bull.queue<Telling, null>(outboxQueue(platform), MAX_EVENTS);
    this.queues.set(platform, queue);
    return queue;
  }
}

function outboxQueue(platform: PlatformName): string {
  return `outbox-${platform}`;
}

function optionsOf(telling: Telling): JobsOptions {
  const removed = { removeOnComplete: true, removeOnFail: true, backoff: { type: 'growing' } };
  switch (telling.kind) {
    case 'result':
      return { ...removed, attempts: RESULT_ATTEMPTS };
    case 'status':
      return { ...removed, ...joined(telling.login), attempts: STATUS_ATTEMPTS };
    case 'alerts':
      return {
        ...removed,
        ...joined(`alerts:${telling.to}`),
        attempts: NEVER_GIVEN_UP,
        backoff: { type: 'alert' },
      };
  }
}

/**
 * Joined while one waits; kept for afterwards while one is being delivered; and one that pauses after a failure
 * gives way to the new one, which is tried at once.
 */
function joined(id: string): JobsOptions {
  return { deduplication: { id, keepLastIfActive: true, replace: true } };
}

/** How long to wait after the n-th failed attempt (milliseconds): doubling, up to the longest. */
export function pauseAfter(attempts: number, firstPauseMs: number, longestMs = LONGEST_PAUSE_MS): number {
  return Math.min(firstPauseMs * 2 ** (attempts - 1), longestMs);
}
