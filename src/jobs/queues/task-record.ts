import { z } from 'zod';

import type { PersonId } from '../../chat/platform';
import type { Problem } from '../../errors';
import type { TaskName, Tasks } from '../contracts';
import type { LoginId } from '../login';
import { isLoginId } from './login-record';

export const TASK_QUEUE = 'tasks';
/** Answers are read from the queue's events: enough of them for many tasks at once, and no archive. */
export const TASK_EVENTS = 1_000;

/** One task: the name of its job and the data of it. */
export type Task<Name extends TaskName = TaskName> = {
  [One in Name]: { readonly name: One; readonly data: Tasks[One]['data'] };
}[Name];
export type TaskData = Tasks[TaskName]['data'];

/**
 * What comes back. Failures come back as answers too, because BullMQ writes the message of whatever a worker
 * throws into its event stream, and that message can hold what was pasted.
 */
export type Answer =
  | { readonly ok: true; readonly result: Tasks[TaskName]['result'] }
  | { readonly ok: false; readonly problem: Problem }
  | { readonly ok: false; readonly fault: true };

/** Lines of a log that one answer may hold: it lies in the queue's events for a while. */
const MOST_LINES = 2_000;

const server = z.string().min(1);
const personId = z.custom<PersonId>(value => typeof value === 'string' && value.includes(':'));

export const loginId = z.custom<LoginId>(value => typeof value === 'string' && isLoginId(value));

/** A task as it comes out of the queue, put there by what may be another version of the program. */
export const taskSchema = z.discriminatedUnion('name', [
  z.object({ name: z.literal('callback'), data: z.object({ person: personId, pasted: z.string() }) }),
  z.object({ name: z.literal('cancel'), data: z.object({ login: loginId, by: z.string() }) }),
  z.object({ name: z.literal('accounts'), data: z.object({ server }) }),
  z.object({ name: z.literal('restart'), data: z.object({ server, by: z.string() }) }),
  z.object({ name: z.literal('logs'), data: z.object({ server, lines: z.int().min(1).max(MOST_LINES) }) }),
  z.object({ name: z.literal('doctor'), data: z.object({ server }) }),
  z.object({
    name: z.literal('import'),
    data: z.object({
      server,
      by: z.string(),
      files: z.array(
        z.object({ name: z.string(), sizeBytes: z.int().min(0), email: z.string().exactOptional() }),
      ),
      handover: z.object({ id: z.string(), key: z.string() }),
    }),
  }),
  z.object({
    name: z.literal('transfer'),
    data: z.object({
      from: server,
      to: server,
      account: z.string().min(1),
      how: z.enum(['move', 'copy']),
      by: z.string(),
    }),
  }),
  z.object({ name: z.literal('test'), data: z.object({ server, model: z.string().exactOptional() }) }),
  z.object({ name: z.literal('balance'), data: z.object({ server, strategy: z.string().exactOptional() }) }),
  z.object({ name: z.literal('onehub'), data: z.object({ server: server.exactOptional() }) }),
]) satisfies z.ZodType<Task>;
