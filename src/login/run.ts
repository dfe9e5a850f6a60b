import { lookBefore, type Before } from '../cliproxy/loaded';
import { runningContainer } from '../cliproxy/running-container';
import { problemOf, UserError, type Problem } from '../errors';
import type { Container } from '../server/server';
import { Attempt } from './attempt';
import { endLogin } from './program';
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
      await endLogin(work.server, container, work.provider);
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

/** A login that nobody finished outlives whoever started it and holds the port: it is ended, once. */
async function attempt(work: LoginWork, container: Container): Promise<Problem | undefined> {
  let before: Promise<Before> | undefined;
  const look = (): Promise<Before> => (before ??= lookBefore(container, work.place));
  const problem = await new Attempt(work, container, look, false).run();
  if (problem?.code !== 'port-in-use') return problem;
  const orphan = await endLogin(work.server, container, work.provider);
  if (!orphan.found || !orphan.gone) return problem;
  return new Attempt(work, container, look, true).run();
}
