import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import { UserError } from '../../errors';
import type { Bull, StoreQueue } from '../bull';
import type { TaskName, Tasks } from '../contracts';
import { TASK_EVENTS, TASK_QUEUE } from './task-record';
import type { Answer, TaskData } from './task-record';

/** How long a task that a worker has taken may go on after its time. */
const TAKEN_MS = 120_000;
/** How long the answer of a task that has left the queue can be on its way. */
const ON_ITS_WAY_MS = 2_000;

/** Tasks that were asked for and wait for their answer. */
export class TaskCaller {
  private readonly waiting = new Map<string, (answer: Answer | undefined) => void>();
  private queue: StoreQueue<TaskData, Answer> | undefined;
  private listening: Promise<void> | undefined;

  constructor(private readonly bull: Bull) {}

  async run<Name extends TaskName>(
    name: Name,
    data: Tasks[Name]['data'],
    timeoutMs: number,
  ): Promise<Tasks[Name]['result']> {
    const id = randomUUID();
    const answered = new Promise<Answer | undefined>(resolve => this.waiting.set(id, resolve));
    try {
      await this.bull.store.produce(async () => {
        await (this.listening ??= this.listen());
        const options = { jobId: id, attempts: 1, removeOnComplete: true, removeOnFail: true };
        await this.tasks().add(name, data, options);
      });
      const answer = await firstOf(answered, timeoutMs, () => this.lateAnswer(id, answered));
      return resultOf(answer);
    } finally {
      this.waiting.delete(id);
    }
  }

  /** How many tasks nobody has taken yet. */
  async depth(): Promise<number> {
    return this.tasks().getWaitingCount();
  }

  /** Time is up: a task nobody took is withdrawn, one that was taken is waited for. */
  private async lateAnswer(id: string, answered: Promise<Answer | undefined>): Promise<Answer | undefined> {
    const taken = await this.bull.store
      .produce(async () => {
        const job = await this.tasks().getJob(id);
        if (job === undefined) return 'left';
        // One whose lock has run out while the store was away could be removed like one that nobody took.
        if (job.processedOn !== undefined) return 'taken';
        return job.remove().then(
          () => 'withdrawn',
          () => 'taken',
        );
      })
      // A store that went away meanwhile cannot say: nobody may be told that nothing was begun.
      .catch(() => 'taken');
    if (taken === 'withdrawn') return { ok: false, problem: { code: 'no-worker' } };
    return firstOf(answered, taken === 'left' ? ON_ITS_WAY_MS : TAKEN_MS, () => Promise.resolve(undefined));
  }

  private async listen(): Promise<void> {
    try {
      const events = await this.bull.listen<Answer>(TASK_QUEUE, TASK_EVENTS);
      events.on('completed', ({ jobId, returnvalue }) => this.waiting.get(jobId)?.(returnvalue));
      // Only a worker that died fails a task.
      events.on('failed', ({ jobId }) => this.waiting.get(jobId)?.(undefined));
    } catch (error) {
      this.listening = undefined;
      throw error;
    }
  }

  private tasks(): StoreQueue<TaskData, Answer> {
    return (this.queue ??= this.bull.queue<TaskData, Answer>(TASK_QUEUE, TASK_EVENTS));
  }
}

function resultOf(answer: Answer | undefined): Tasks[TaskName]['result'] {
  if (answer === undefined) throw new UserError({ code: 'worker-silent' });
  if ('problem' in answer) throw new UserError(answer.problem);
  if (!answer.ok) throw new Error('the worker met a fault; its log has the cause');
  return answer.result;
}

async function firstOf<Value>(
  work: Promise<Value>,
  withinMs: number,
  otherwise: () => Promise<Value>,
): Promise<Value> {
  const ended = new AbortController();
  const late = sleep(withinMs, undefined, { signal: ended.signal }).then(otherwise);
  // The abort rejects it when the work was first.
  late.catch(() => undefined);
  return Promise.race([work, late]).finally(() => {
    ended.abort();
  });
}
