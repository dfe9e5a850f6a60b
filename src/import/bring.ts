import type { CliProxy } from '../cliproxy/cliproxies';
import { loadPace, lookBefore, seeLoaded, type LoadPace } from '../cliproxy/loaded';
import { restartOurs } from '../cliproxy/our-restart';
import { recordSaved } from '../cliproxy/our-saves';
import { problemOf, UserError, type Problem } from '../errors';
import type { ClientCounts } from '../jobs/account';
import type { ImportedFile } from '../jobs/reports';
import type { Jobs } from '../jobs/jobs';
import type { Container } from '../server/server';
import { prepareChange, undoPauseMs, type Change } from './change';
import { planArrivals, type Arrival } from './plan';

/** How long things may take. Tests shorten them. */
export interface BringPace {
  readonly load: LoadPace;
  /** Between attempts to put back what was. */
  readonly undoPauseMs: number;
}

const bringPace: BringPace = { load: loadPace, undoPauseMs };

export type Arrived = Extract<ImportedFile, { readonly outcome: 'imported' | 'refused' }>;

/** What became of arrivals, in their order. */
export interface Brought {
  readonly files: readonly Arrived[];
  readonly before?: ClientCounts;
  /** Absent where nothing was written. */
  readonly after?: ClientCounts;
  readonly restarted: boolean;
}

/**
 * Writes credentials into the auth directory and believes them when CLIProxyAPI has loaded them; one that it has not
 * is taken back. Restarts once at most, for all that it did not notice by itself.
 *
 * @param by who wants it: named to those who hear of a restart.
 * @param nowMs by the server's clock.
 * @throws UserError whatever keeps the server out of reach before anything was written.
 */
export async function bring(
  { place, server }: CliProxy,
  container: Container,
  jobs: Pick<Jobs, 'read' | 'write'>,
  arrivals: readonly Arrival[],
  by: string,
  nowMs: number,
  pace: BringPace = bringPace,
): Promise<Brought> {
  const before = await lookBefore(container, place);
  const planFor = planArrivals(before, place.authDir);
  const files: Arrived[] = [];
  const changes = new Map<number, Change>();
  let restarted = false;
  let isGivenUp = false;

  for (const [index, arrival] of arrivals.entries()) files.push(await written(arrival, index));
  for (const [index, change] of changes) {
    const problem = await notLoaded(change);
    if (problem !== undefined) files[index] = refused(arrivals[index]?.name ?? change.file, problem);
  }
  const after =
    changes.size === 0 ? undefined : (await lookBefore(container, place).catch(() => undefined))?.counts;
  return {
    files,
    ...(before.counts !== undefined && { before: before.counts }),
    ...(after !== undefined && { after }),
    restarted,
  };

  async function written(arrival: Arrival, index: number): Promise<Arrived> {
    try {
      const { content, file, imported, isThere, path } = planFor(arrival);
      if (isThere) return { ...imported, replaced: true };
      // Before it is there, so that nobody who watches the files wonders where it came from.
      await recordSaved(jobs, server.name, [file], Date.now());
      const change = await prepareChange(container, path, content, nowMs);
      const problem = await notWritten(change);
      if (problem !== undefined) return refused(arrival.name, problem);
      changes.set(index, change);
      const { backup, replaced } = change;
      return { ...imported, replaced, ...(backup !== undefined && { backup }) };
    } catch (error) {
      const problem = problemOf(error);
      if (problem === undefined) throw error;
      return refused(arrival.name, problem);
    }
  }

  async function notWritten(change: Change): Promise<Problem | undefined> {
    try {
      await change.write();
      return undefined;
    } catch (error) {
      return change.undo(error, pace.undoPauseMs);
    }
  }

  async function notLoaded(change: Change): Promise<Problem | undefined> {
    const { file, path } = change;
    try {
      if (isGivenUp) throw new UserError({ code: 'import-not-loaded', file });
      await seeLoaded(container, place, path, before, restart, pace.load);
      return undefined;
    } catch (error) {
      // After a restart that did not help another one would not either.
      isGivenUp ||= restarted;
      return change.undo(asNotLoaded(error, file), pace.undoPauseMs);
    }
  }

  async function restart(which: Container): Promise<void> {
    restarted = true;
    await restartOurs(which, jobs, server.name, by);
  }
}

function asNotLoaded(error: unknown, file: string): unknown {
  const code = problemOf(error)?.code;
  return code === 'not-loaded' || code === 'file-not-seen'
    ? new UserError({ code: 'import-not-loaded', file }, error)
    : error;
}

function refused(name: string, problem: Problem): Arrived {
  return { outcome: 'refused', name, problem };
}
