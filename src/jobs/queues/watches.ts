import { setTimeout as sleep } from 'node:timers/promises';

import { DelayedError, WaitingError } from 'bullmq';
import type { Job } from 'bullmq';

import { messageOf } from '../../errors';
import type { Log } from '../../log';
import type { Bull } from '../bull';
import type { Stop } from '../jobs';
import { withinGrace } from '../patience';
import { NEVER_GIVEN_UP } from '../store';
import { Leases } from './lease';
import type { Lease } from './lease';

const WATCH_QUEUE = 'watch';
/** Nobody reads the events of this queue. */
const MAX_EVENTS = 100;
/** A worker that died is noticed when its lock has run out and the others look: within the sum of the two. */
const LONGEST_LOCK_MS = 10_000;
const LONGEST_STALLED_MS = 5_000;
const AGAIN_MS = 1_000;
/** Who was woken for a job that was put aside may have no room for it by then: the others look by themselves. */
const IDLE_SECONDS = 1;
const HAND_OVER_MS = 2_000;
/** A server that no worker knew for so many rounds of {@link AGAIN_MS} is not watched any more. */
const ROUNDS_UNKNOWN = 300;
/** Put aside for about {@link AGAIN_MS}: not always so that the same worker comes first again. */
const LEAST_MS = 500;

export type WatchHandler = (server: string, held: AbortSignal) => Promise<void>;

interface Watch {
  readonly server: string;
  /** How often it came to a worker that does not know its server, since one took it that does. */
  readonly unknown?: number;
}
type WatchJob = Job<Watch, null>;

/**
 * The watch over servers: one job a server that never ends, all in one queue, so that two hundred servers cost one
 * worker and not two hundred. Whoever holds the job watches.
 */
export function watchServers(bull: Bull, servers: readonly string[], handler: WatchHandler, log: Log): Stop {
  if (servers.length === 0) return () => Promise.resolve();
  const lockMs = Math.min(bull.timing.lockMs, LONGEST_LOCK_MS);
  const stalledMs = Math.min(bull.timing.stalledMs, LONGEST_STALLED_MS);
  const watcher = new Watcher(bull, servers, handler, log);
  const stop = bull.work<Watch, null>(WATCH_QUEUE, (job, stopping) => watcher.take(job, stopping), {
    concurrency: servers.length,
    lockDuration: lockMs,
    stalledInterval: stalledMs,
    skipLockRenewal: true,
    ...(bull.store.shared && { drainDelay: IDLE_SECONDS }),
    maxStalledCount: NEVER_GIVEN_UP,
    before: async backend => {
      if (bull.store.shared) {
        watcher.leases = new Leases(lockMs, (ids, tokens) => backend.extendLocks(ids, tokens, lockMs));
      }
      await watcher.addMissing();
    },
  });
  // A Redis that lost its data has lost the jobs too.
  const adding = setInterval(() => void watcher.addMissing(), stalledMs);
  return async () => {
    clearInterval(adding);
    await stop();
    watcher.leases?.close();
  };
}

class Watcher {
  /** Absent in the embedded store, where nobody else could take over. */
  leases: Leases | undefined;
  private readonly queue;
  private readonly watched = new Set<string>();

  constructor(
    private readonly bull: Bull,
    private readonly servers: readonly string[],
    private readonly handler: WatchHandler,
    private readonly log: Log,
  ) {
    this.queue = bull.queue<Watch, null>(WATCH_QUEUE, MAX_EVENTS);
  }

  /** Adds what nobody has added yet; those that are there stay as they are. */
  async addMissing(): Promise<void> {
    const jobs = this.servers
      .filter(server => !this.watched.has(server))
      .map(server => ({
        name: 'watch',
        data: { server },
        opts: { jobId: `watch.${encodeURIComponent(server)}`, removeOnComplete: true, removeOnFail: true },
      }));
    try {
      if (jobs.length > 0) await this.bull.store.produce(() => this.queue.addBulk(jobs));
    } catch (error) {
      this.log.debug({ reason: messageOf(error) }, 'the watches could not be looked after');
    }
  }

  /** Watches until the job is lost or the worker stops, and hands it back to the line. */
  async take(job: WatchJob, stopping: AbortSignal): Promise<null> {
    const { server } = job.data;
    if (!this.servers.includes(server)) return this.leaveToOthers(job);
    // Lost and come back while the watch before it has not ended yet.
    if (this.watched.has(server)) return later(job);
    this.watched.add(server);
    const lease = this.lease(job);
    try {
      if ((job.data.unknown ?? 0) > 0) await job.updateData({ server });
      // One signal for each watch, which then can listen to it as often as it likes.
      await this.watch(server, AbortSignal.any([stopping, ...(lease === undefined ? [] : [lease.lost])]));
    } finally {
      this.watched.delete(server);
      lease?.end();
    }
    // Where the store is away or the job another's, this does nothing; then its lock runs out.
    await withinGrace(job.moveToWait(job.token), HAND_OVER_MS);
    throw new WaitingError();
  }

  private lease(job: WatchJob): Lease | undefined {
    const now = Date.now();
    return this.leases?.take(job.id ?? '', job.token ?? '', Math.max(0, now - (job.processedOn ?? now)));
  }

  private async watch(server: string, held: AbortSignal): Promise<void> {
    while (!held.aborted) {
      await this.handler(server, held).catch((error: unknown) => {
        this.log.error({ server, err: error }, 'a watch ended by a fault');
      });
      await sleep(AGAIN_MS, undefined, { signal: held }).catch(() => undefined);
    }
  }

  private async leaveToOthers(job: WatchJob): Promise<null> {
    const unknown = (job.data.unknown ?? 0) + 1;
    // Whoever does know the server adds it again.
    if (!this.bull.store.shared || unknown > ROUNDS_UNKNOWN) return null;
    await job.updateData({ ...job.data, unknown });
    return later(job);
  }
}

/** Puts a job aside for a moment, for whoever comes first then. */
async function later(job: WatchJob): Promise<never> {
  const forMs = LEAST_MS + Math.random() * (AGAIN_MS - LEAST_MS);
  await job.moveToDelayed(Date.now() + forMs, job.token);
  throw new DelayedError();
}
