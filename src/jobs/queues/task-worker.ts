import type { Job } from 'bullmq';

import { problemOf } from '../../errors';
import type { Log } from '../../log';
import type { Bull } from '../bull';
import type { TaskName, Tasks } from '../contracts';
import type { Stop } from '../jobs';
import { TASK_QUEUE, taskSchema } from './task-record';
import type { Answer, Task, TaskData } from './task-record';

const AT_ONCE = 50;
/** A task older than this has nobody waiting for it any more: who asked went away without withdrawing it. */
const STALE_MS = 5 * 60_000;

export type TaskHandlers = {
  readonly [Name in TaskName]: (data: Tasks[Name]['data']) => Promise<Tasks[Name]['result']>;
};

/** Does tasks, several at once. */
export function workTasks(bull: Bull, handlers: TaskHandlers, log: Log): Stop {
  return bull.work<TaskData, Answer>(TASK_QUEUE, job => answer(job, handlers, log), {
    concurrency: AT_ONCE,
    // A callback must not be delivered a second time because the worker that delivered it died.
    maxStalledCount: 0,
  });
}

async function answer(job: Job<TaskData, Answer>, handlers: TaskHandlers, log: Log): Promise<Answer> {
  if (Date.now() - job.timestamp > STALE_MS) return { ok: false, problem: { code: 'no-worker' } };
  try {
    return {
      ok: true,
      result: await perform(handlers, taskSchema.parse({ name: job.name, data: job.data })),
    };
  } catch (error) {
    const problem = problemOf(error);
    if (problem !== undefined) return { ok: false, problem };
    // The stack alone: errors of the URL parser, for one, carry their whole input beside it.
    log.error({ task: job.name, stack: stackOf(error) }, 'a task ended by a fault');
    return { ok: false, fault: true };
  }
}

function perform<Name extends TaskName>(
  handlers: TaskHandlers,
  task: Task<Name>,
): Promise<Tasks[Name]['result']> {
  return handlers[task.name](task.data);
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
