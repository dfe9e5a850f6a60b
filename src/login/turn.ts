import { setTimeout as sleep } from 'node:timers/promises';
import { problemOf, UserError } from '../errors';
import { isSideBySide, type Login } from '../jobs/contracts';
import type { LoginWork } from './work';

type Turning = Pick<LoginWork, 'login' | 'line' | 'atOnce' | 'limits' | 'listen' | 'publish'>;

/** Whether another login that is under way leaves no room for this one. */
export type InTheWay = (other: Login) => boolean;

/** The program listens on a port that only one can have, and its logins are ended by its name. */
export const whileOthersNeedTheProgram: InTheWay = other => !isSideBySide(other.state);

/** Where whoever finishes first ends all others of its provider. */
export function whileOthersOf(provider: Login['provider']): InTheWay {
  return other => other.provider === provider;
}

/**
 * Waits until no other login is in the way: it is `queued` meanwhile, and `connecting` when its turn has come. Two
 * that begin in the same moment both step back, and then the one that was asked for first goes on; that a login is
 * `connecting` is known before it looks around, so that of two one always sees the other.
 *
 * @returns whether it had to wait.
 * @throws UserError why it was stopped while it waited.
 */
export async function takeTurn(work: Turning, inTheWay: InTheWay): Promise<'at once' | 'later'> {
  const stopped = new AbortController();
  const unlisten = work.listen(event => {
    if (event.kind === 'stop') stopped.abort(new UserError(event.problem));
  });
  try {
    let isQueued = false;
    let hasWaited = false;
    for (;;) {
      stopped.signal.throwIfAborted();
      const isFree = await look(work, inTheWay);
      if (isFree === true && !isQueued) return hasWaited ? 'later' : 'at once';
      if (isFree === isQueued) await work.publish({ kind: isFree ? 'connecting' : 'queued' });
      if (isFree !== undefined) isQueued = !isFree;
      hasWaited ||= isFree !== true;
      if (isFree !== true)
        await sleep(work.limits.pollMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  } finally {
    unlisten();
  }
}

/** Undefined while the queue cannot be asked. */
async function look({ login: own, line, atOnce }: Turning, inTheWay: InTheWay): Promise<boolean | undefined> {
  try {
    const all = await line();
    return !all.some((other, index) => {
      if (other.id === own.id || !inTheWay(other)) return false;
      // Those further behind have not been taken up, and will be when one of these is over.
      return other.state.kind !== 'queued' || (index < atOnce && isBefore(other, own));
    });
  } catch (error) {
    if (problemOf(error)?.code !== 'queue-unavailable') throw error;
    return undefined;
  }
}

function isBefore(a: Pick<Login, 'id' | 'requestedAtMs'>, b: Pick<Login, 'id' | 'requestedAtMs'>): boolean {
  return a.requestedAtMs < b.requestedAtMs || (a.requestedAtMs === b.requestedAtMs && a.id < b.id);
}
