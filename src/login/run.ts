import { lookBefore, type Before } from '../cliproxy/loaded';
import { beginManaged, forgetManaged, type ManagedLogin } from '../cliproxy/managed-login';
import { runningContainer } from '../cliproxy/running-container';
import { problemOf, UserError, type Problem } from '../errors';
import type { LoginState } from '../jobs/login';
import type { Container } from '../server/server';
import { Attempt } from './attempt';
import { followManaged, mustBeAlone } from './managed-run';
import { endLogin } from './program';
import { startProgram } from './program-run';
import { isTakenByAnother, takeTurn } from './turn';
import type { LoginWork } from './work';

/**
 * Drives one login on one server from the first connection to the saved account and leaves no process
 * behind. Every ending is published; nothing is thrown but faults.
 *
 * @param interrupted a worker died with this login: nothing can be heard of its program any more, so it is
 * ended and the person asked to begin anew.
 */
export async function runLogin(work: LoginWork, interrupted: boolean): Promise<void> {
  try {
    const finding = runningContainer(work.server);
    // Whether it was found is asked below, when the first word is out.
    finding.catch(() => undefined);
    if (!interrupted) await work.publish({ kind: 'connecting' });
    const container = await finding;
    if (interrupted) {
      await cleanUp(work, container);
      throw new UserError({ code: 'interrupted' });
    }
    const problem = await attempt(work, container);
    if (problem !== undefined) throw new UserError(problem);
  } catch (error) {
    const problem: Problem | undefined = interrupted ? { code: 'interrupted' } : problemOf(error);
    if (problem === undefined) throw error;
    await work.publish({ kind: 'failed', problem });
  }
}

/** By the server itself where it can, and otherwise by the program. */
async function attempt(work: LoginWork, container: Container): Promise<Problem | undefined> {
  let before: Promise<Before> | undefined;
  const look = (): Promise<Before> => (before ??= lookBefore(container, work.place));
  const managed = await askServer(work, container);
  if (managed !== undefined) {
    const run = followManaged(work, container, managed, look);
    return new Attempt(work, container, () => Promise.resolve(run), look, false).run();
  }

  await takeTurn(work);
  const start = () => startProgram(work, container);
  const problem = await new Attempt(work, container, start, look, false).run();
  if (problem?.code !== 'port-in-use') return problem;
  // A login that nobody finished outlives whoever started it and holds the port: it is ended, once.
  const orphan = await endLogin(work.server, container, work.provider);
  if (!orphan.found || !orphan.gone) return problem;
  return new Attempt(work, container, start, look, true).run();
}

/** Undefined where the server cannot run this login. */
async function askServer(work: LoginWork, container: Container): Promise<ManagedLogin | undefined> {
  const { management, provider } = work;
  const managed = await beginManaged(management, container, provider);
  if (managed === undefined || !mustBeAlone(managed)) return managed;
  const turn = await takeTurn(work);
  // The one that was begun is among those that the other has ended.
  return turn === 'at once' ? managed : beginManaged(management, container, provider);
}

/** Ends what a worker that died has left, and nothing of somebody else's. */
async function cleanUp(work: LoginWork, container: Container): Promise<void> {
  const { management, provider, server } = work;
  const { state } = work.login;
  if (isManaged(state)) {
    if (state.oauthState !== undefined) await forgetManaged(management, container, state.oauthState);
    return;
  }
  // It had not begun.
  if (state.kind === 'queued') return;
  if (!(await isTakenByAnother(work))) await endLogin(server, container, provider);
}

/** The server itself was asked for it, and nothing of it runs in the container. */
function isManaged(state: LoginState): state is Extract<LoginState, { kind: 'waiting' | 'confirming' }> {
  if (state.kind === 'waiting') return state.port === undefined;
  return state.kind === 'confirming' && state.oauthState !== undefined;
}
