import { randomUUID } from 'node:crypto';
import { Queue, Worker, type JobsOptions } from 'bullmq';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import type { Telling } from '../src/jobs/contracts';
import { openRedisJobs } from '../src/jobs/redis';
import type { Bench } from './bench';
import { alternate } from './rounds';
import { median } from './statistics';

const count = 5_000;
/** As many deliveries at once as an outbox makes. */
const concurrency = 20;
/** How many are added at once. */
const batch = 250;

/** What a worker says when a login ended. */
const telling: Telling = {
  kind: 'result',
  to: 'telegram:chat:-100',
  language: 'en',
  server: 'ali',
  requester: 'Ada',
  outcome: { ok: false, problem: { code: 'timed-out', minutes: 5 } },
};

/**
 * Messages added and delivered a second through the outbox, beside bare BullMQ that does the same. The outbox
 * gives every message an id of its own, so that one added twice in an outage is there once.
 */
export const jobs: Bench = {
  name: 'jobs',
  run: async parts => {
    const { url } = await parts.redis();
    const measured = await alternate(
      {
        ours: () => throughOutbox(url),
        bare: () => throughBareBullmq(url, () => ({ jobId: randomUUID() })),
        withoutId: () => throughBareBullmq(url, () => ({})),
      },
      { rounds: 9, warmUp: 2 },
    );
    const ours = median(measured.get('ours') ?? []);
    const bare = median(measured.get('bare') ?? []);
    const withoutId = median(measured.get('withoutId') ?? []);
    return [
      { what: 'jobs: ours ÷ bare BullMQ', value: ours / bare, unit: '', target: { atLeast: 0.9 } },
      { what: '— ours', value: ours, unit: '/s' },
      { what: '— bare BullMQ', value: bare, unit: '/s' },
      { what: '— bare BullMQ, ids left to it', value: withoutId, unit: '/s' },
    ];
  },
};

async function throughOutbox(url: string): Promise<number> {
  const queue = await openRedisJobs({ url, log: pino({ level: 'silent' }) });
  const all = countdown();
  const stop = queue.workOutbox('telegram', () => all.done());
  const perSecond = await all.timed(() => queue.tell('telegram', telling));
  await stop();
  await queue.close();
  return perSecond;
}

async function throughBareBullmq(url: string, own: () => JobsOptions): Promise<number> {
  const [adding, working] = [new Redis(url), new Redis(url, { maxRetriesPerRequest: null })];
  const all = countdown();
  const queue = new Queue('bare', { connection: adding });
  const worker = new Worker('bare', () => all.done(), { connection: working, concurrency });
  const options = { removeOnComplete: true, removeOnFail: true, attempts: 300, backoff: 1_000 };
  const perSecond = await all.timed(async () => {
    await queue.add(telling.kind, telling, { ...options, ...own() });
  });
  await worker.close();
  await queue.close();
  adding.disconnect();
  working.disconnect();
  return perSecond;
}

/** Adds all jobs and waits until all are done; answers how many a second that were. */
function countdown() {
  let left = count + 1;
  let begin: () => void = () => undefined;
  let finish: () => void = () => undefined;
  const begun = new Promise<void>(resolve => (begin = resolve));
  const finished = new Promise<void>(resolve => (finish = resolve));
  return {
    done: (): Promise<void> => {
      left -= 1;
      if (left === count) begin();
      if (left === 0) finish();
      return Promise.resolve();
    },
    timed: async (add: () => Promise<void>): Promise<number> => {
      // One before all others: by then everything is connected.
      await add();
      await begun;
      const beganAtMs = performance.now();
      for (let added = 0; added < count; added += batch)
        await Promise.all(Array.from({ length: batch }, add));
      await finished;
      return count / ((performance.now() - beganAtMs) / 1000);
    },
  };
}
