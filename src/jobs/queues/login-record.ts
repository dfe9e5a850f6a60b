import type { Job } from 'bullmq';

import type { MessageRef } from '../../chat/platform';
import type { Login, LoginId, LoginState } from '../login';

/**
 * A login's job. The data hold the login, its state written by workers; the progress holds where the status
 * message is now, written by bots: so the two never overwrite each other. The state must never be put into
 * progress or return values, since BullMQ copies those into its event stream, where a link would stay.
 */
export type LoginJob = Job<Login, null>;

interface Shown {
  readonly shownAt: MessageRef;
}

/** Whether a word that came from outside has the shape of a login's id, and so names a queue that can be. */
export function isLoginId(id: string): id is LoginId {
  return /^[A-Za-z0-9][A-Za-z0-9._-]*\.[A-Za-z0-9_-]+$/.test(id);
}

export function isOver(state: LoginState): boolean {
  return state.kind === 'done' || state.kind === 'failed';
}

/** The login as it is now. */
export function loginOf(job: LoginJob): Login {
  const shownAt = isShown(job.progress) ? job.progress.shownAt : job.data.shownAt;
  // The store itself gave the job up, so nobody was there to write how it ended.
  const abandoned = Boolean(job.failedReason) && !isOver(job.data.state);
  const state: LoginState = abandoned ? { kind: 'failed', problem: { code: 'interrupted' } } : job.data.state;
  return { ...job.data, shownAt, state };
}

/** The progress of a login's job that puts its status message elsewhere. */
export function shown(shownAt: MessageRef): Shown {
  return { shownAt };
}

function isShown(progress: unknown): progress is Shown {
  return typeof progress === 'object' && progress !== null && 'shownAt' in progress;
}

/** The queue of a server's logins. */
export function loginQueue(server: string): string {
  return `login-${server}`;
}
