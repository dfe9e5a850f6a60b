import { randomUUID } from 'node:crypto';

import { UserError } from '../../errors';
import type { Bull, StoreQueue } from '../bull';
import type { Claim } from '../jobs';

const CLAIM_QUEUE = 'claims';
/** Nobody reads the events of this queue. */
const MAX_EVENTS = 100;
/** A claim is kept this much longer than it holds (milliseconds): the clocks of two machines differ. */
const KEPT_MS = 60 * 60_000;
/** How many are looked through for those that are over, whenever one more is added. */
const CLEANED = 50;
const ROUNDS = 3;

interface KeptClaim extends Claim {
  readonly untilMs: number;
}

/**
 * Who took what only one may have: jobs that nobody works. BullMQ's deduplication is what makes it one, atomically
 * and for a time, in either store.
 */
export class Claims {
  private kept: StoreQueue<KeptClaim, null> | undefined;

  constructor(private readonly bull: Bull) {}

  async claim(what: string, by: string, forMs: number): Promise<Claim | undefined> {
    return this.bull.store.produce(async () => {
      const jobId = randomUUID();
      const atMs = Date.now();
      const options = { jobId, deduplication: { id: what, ttl: forMs }, removeOnFail: true };
      for (let round = 0; round < ROUNDS; round++) {
        const job = await this.queue().add('claim', { by, atMs, untilMs: atMs + forMs }, options);
        if (job.id === jobId) {
          await this.clean(atMs);
          return undefined;
        }
        const earlier = await this.queue().getJob(job.id ?? '');
        if (earlier !== undefined) return { by: earlier.data.by, atMs: earlier.data.atMs };
        // Somebody removed the job and left what points to it.
        await this.queue().removeDeduplicationKey(what);
      }
      throw new UserError({ code: 'queue-unavailable' });
    });
  }

  private async clean(nowMs: number): Promise<void> {
    const oldest = await this.queue().getJobs(['waiting'], 0, CLEANED - 1, true);
    const over = oldest.filter(({ data }) => data.untilMs + KEPT_MS < nowMs);
    await Promise.allSettled(over.map(job => job.remove()));
  }

  private queue(): StoreQueue<KeptClaim, null> {
    return (this.kept ??= this.bull.queue<KeptClaim, null>(CLAIM_QUEUE, MAX_EVENTS));
  }
}
