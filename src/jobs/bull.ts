import { Queue, QueueEvents, QueueEventsProducer, Worker } from 'bullmq';
import type { IQueueBackend, Job, JobProgress, WorkerOptions } from 'bullmq';

import { messageOf } from '../errors';
import type { Log } from '../log';
import type { Stop } from './jobs';
import { withinGrace } from './patience';
import type { Store, Timing, Use } from './store';

export type StoreQueue<Data, Result> = Queue<Data, Result, string, Data, Result, string, IQueueBackend, Use>;
export type StoreEvents<Result> = QueueEvents<Result, IQueueBackend, Use>;
export type StoreEventsProducer = QueueEventsProducer<IQueueBackend, Use>;
export type WorkOptions = Pick<
  WorkerOptions,
  | 'concurrency'
  | 'drainDelay'
  | 'lockDuration'
  | 'maxStalledCount'
  | 'settings'
  | 'skipLockRenewal'
  | 'stalledInterval'
> & {
  /** Awaited before the first job is taken. */
  readonly before?: (backend: IQueueBackend) => Promise<void>;
};

/** How long a stopping worker may take to say goodbye to its store once its jobs are done. */
const GRACE_MS = 5_000;
/** BullMQ's own default of 15 s would keep a worker idle long after Redis is back. */
const RETRY_MS = 1_000;

/** BullMQ's objects over one store, made in one way and ended together. */
export class Bull {
  private readonly open = new Set<{ close(): Promise<void> }>();

  constructor(
    readonly store: Store,
    readonly timing: Timing,
    private readonly log: Log,
  ) {}

  /** A queue to add to and read from; `maxEvents` bounds what BullMQ remembers of its course. */
  queue<Data, Result>(name: string, maxEvents: number): StoreQueue<Data, Result> {
    const queue: StoreQueue<Data, Result> = new Queue(
      name,
      { connection: 'produce', prefix: this.store.prefix, streams: { events: { maxLen: maxEvents } } },
      this.store.backend,
    );
    queue.on('error', this.report(name));
    this.open.add(queue);
    return queue;
  }

  /** Works a queue. The returned Stop takes no new job and waits for those under way. */
  work<Data, Result>(
    name: string,
    handle: (job: Job<Data, Result>, stopping: AbortSignal) => Promise<Result>,
    { before, ...options }: WorkOptions,
  ): Stop {
    const busy = new Set<Promise<Result>>();
    const stopping = new AbortController();
    const worker = new Worker<Data, Result, string, IQueueBackend, JobProgress, Use>(
      name,
      job => {
        const work = handle(job, stopping.signal);
        busy.add(work);
        return work.finally(() => busy.delete(work));
      },
      {
        connection: 'work',
        prefix: this.store.prefix,
        autorun: false,
        lockDuration: this.timing.lockMs,
        stalledInterval: this.timing.stalledMs,
        // What an earlier process left is put back as the embedded store opens, and no other can leave anything.
        skipStalledCheck: !this.store.shared,
        drainDelay: this.store.idleSeconds,
        runRetryDelay: RETRY_MS,
        ...options,
      },
      this.store.backend,
    );
    worker.on('error', this.report(name));
    this.open.add(worker);
    const started = Promise.resolve(before?.(worker.getBackend())).then(() => worker.run());
    started.catch(this.report(name));
    return async () => {
      stopping.abort();
      const closed = worker.close();
      await Promise.allSettled(busy);
      await withinGrace(closed, this.graceMs());
    };
  }

  /** Publishes events of our own on a queue. */
  eventsProducer(name: string, use: Use): StoreEventsProducer {
    const producer: StoreEventsProducer = new QueueEventsProducer(
      name,
      { connection: use, prefix: this.store.prefix },
      this.store.backend,
    );
    producer.on('error', this.report(name));
    this.open.add(producer);
    return producer;
  }

  /**
   * Reads a queue's events, from this moment on and without gaps. BullMQ's own "from now" (`$`) loses what is
   * published between two reads, so a first event is published to read on from.
   */
  async listen<Result>(name: string, maxEvents: number): Promise<StoreEvents<Result>> {
    const producer = this.eventsProducer(name, 'work');
    const lastEventId = await producer.getBackend().publishEvent({ event: 'listening' }, maxEvents);
    const events: StoreEvents<Result> = new QueueEvents(
      name,
      { connection: 'work', prefix: this.store.prefix, lastEventId },
      this.store.backend,
    );
    events.on('error', this.report(name));
    this.open.add(events);
    return events;
  }

  async close(): Promise<void> {
    await withinGrace(Promise.allSettled([...this.open].map(one => one.close())), this.graceMs());
    await this.store.close();
  }

  private graceMs(): number {
    return this.store.isAway() ? 0 : GRACE_MS;
  }

  /** Errors are told by their message alone: ioredis hangs the command, and with it job data, on them. */
  private report(queue: string): (error: unknown) => void {
    return error => {
      const level = this.store.isOutage(error) ? 'debug' : 'warn';
      this.log[level]({ queue, reason: messageOf(error) }, 'queue trouble');
    };
  }
}
