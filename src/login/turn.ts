import { setTimeout as sleep } from 'node:timers/promises';
import { problemOf, UserError } from '../errors';
import { isSideBySide, type Login } from '../jobs/login';
import type { LoginWork } from './work';

type Turning = Pick<LoginWork, 'login' | 'line' | 'atOnce' | 'limits' | 'listen' | 'publish'>;

/**
 * Waits until all others on the server are over or side by side. Meanwhile it is `queued`, and `connecting` when its
 * turn has come. Two that begin in the same moment both step back, and then the one that was asked for first goes on;
 * that a login is `connecting` is known before it looks around, so that of two one always sees the other.
 *
 * @returns whether it had to wait.
 * @throws UserError why it was stopped while it waited.
 */
export async function takeTurn(work: Turning): Promise<'at once' | 'later'> {
  const stopped = new AbortController();
  const unlisten = work.listen(event => {
    if (event.kind === 'stop') stopped.abort(new UserError(event.problem));
  });
  try {
    let isQueued = false;
    let hasWaited = false;
    for (;;) {
      const isFree = await look(work);
      stopped.signal.throwIfAborted();
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

/** Whether the program of this provider, if it runs, may be that of another login. */
export async function isTakenByAnother({
  login,
  line,
  provider,
}: Pick<LoginWork, 'login' | 'line' | 'provider'>): Promise<boolean> {
  return (await line()).some(
    other =>
      other.id !== login.id &&
      other.provider === provider.name &&
      other.state.kind !== 'queued' &&
      !isSideBySide(other.state),
  );
}

/** Undefined while the queue cannot be asked. */
async function look({ login: own, line, atOnce }: Turning): Promise<boolean | undefined> {
  try {
    const all = await line();
    return !all.some((other, index) => {
      if (other.id === own.id || isSideBySide(other.state)) return false;
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
