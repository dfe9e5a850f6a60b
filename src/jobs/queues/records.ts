import { ErrorCode, Job } from 'bullmq';

import type { Log } from '../../log';
import type { Bull, StoreQueue } from '../bull';
import type { RecordName, Records } from '../incident';
import { patiently } from '../patience';
import { isRecord } from './record-shape';

const RECORD_QUEUE = 'records';
/** Nobody reads the events of this queue. */
const MAX_EVENTS = 100;

/** What is remembered: jobs that nobody works, each named for its record and key, which hold the value. */
export class RecordKeeper {
  private kept: StoreQueue<unknown, null> | undefined;
  private readonly complained = new Set<string>();

  constructor(
    private readonly bull: Bull,
    private readonly log: Log,
  ) {}

  async read<Name extends RecordName>(name: Name, key: string): Promise<Records[Name] | undefined> {
    const id = idOf(name, key);
    const job = await this.bull.store.produce(() => this.queue().getJob(id));
    if (job === undefined) return undefined;
    const value: unknown = job.data;
    if (isRecord(name, value)) return value;
    if (!this.complained.has(id)) this.log.warn({ record: id }, 'what is remembered was not understood');
    this.complained.add(id);
    return undefined;
  }

  /** Waits out a short outage of the store. */
  async write<Name extends RecordName>(name: Name, key: string, value: Records[Name]): Promise<void> {
    await patiently(() => this.bull.store.produce(() => this.put(name, idOf(name, key), value)));
  }

  private async put(name: RecordName, id: string, value: unknown): Promise<void> {
    const queue = this.queue();
    const job = new Job(queue, name, value, {}, id);
    if (await updated(job)) return;
    const added = await queue.add(name, value, { jobId: id });
    // Somebody else may have been first, and their value stands there now.
    await updated(added);
  }

  private queue(): StoreQueue<unknown, null> {
    return (this.kept ??= this.bull.queue<unknown, null>(RECORD_QUEUE, MAX_EVENTS));
  }
}

/** An id that BullMQ takes: it may hold no colon. */
function idOf(name: RecordName, key: string): string {
  return `${name}.${encodeURIComponent(key)}`;
}

/** False when there is no such job yet. */
async function updated(job: Job): Promise<boolean> {
  try {
    await job.updateData(job.data);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === ErrorCode.JobNotExist;
}
