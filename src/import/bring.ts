import { posix } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { CliProxy } from '../cliproxy/cliproxies';
import { lookBefore, seeLoaded, type Before } from '../cliproxy/loaded';
import { restartOurs } from '../cliproxy/our-restart';
import { recordSaved } from '../cliproxy/our-saves';
import { problemOf, UserError, type Problem } from '../errors';
import type { ClientCounts, ImportedFile } from '../jobs/contracts';
import type { Jobs } from '../jobs/jobs';
import type { Container } from '../server/server';
import { prepareChange, type Change } from './change';
import { credentialAt, type Credential } from './credential';
import { fileNameFor } from './file-name';
import { withKeptSettings } from './kept-settings';
import { contentOf } from './read-file';
import { refuseUnserved } from './served';

/** A credential that was checked, and what its file was called where it comes from. */
export interface Arrival {
  readonly name: string;
  readonly credential: Credential;
  readonly fromClaudeCli: boolean;
}

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
): Promise<Brought> {
  const before = await lookBefore(container, place);
  const taken = new Map<string, string>();
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

  async function written({ credential, fromClaudeCli, name }: Arrival, index: number): Promise<Arrived> {
    try {
      refuseUnserved(credential, before.version);
      const file = ownFile(before, place.authDir, credential) ?? fileNameFor(credential, name);
      refuseTwice(file, credential);
      const path = posix.join(place.authDir, file);
      const old = before.files.find(each => each.path === path)?.content;
      const fields = withKeptSettings(credential, old);
      const imported = {
        outcome: 'imported',
        name,
        file,
        provider: credential.provider,
        fromClaudeCli,
      } as const;
      const whose = credential.email === undefined ? {} : { email: credential.email };
      if (old !== undefined && isDeepStrictEqual(credentialAt(old)?.fields, fields)) {
        return { ...imported, ...whose, replaced: true };
      }
      const change = await prepareChange(container, path, contentOf(fields), nowMs);
      const problem = await changed(change, file);
      if (problem !== undefined) return refused(name, problem);
      changes.set(index, change);
      const { backup, replaced } = change;
      return { ...imported, ...whose, replaced, ...(backup !== undefined && { backup }) };
    } catch (error) {
      const problem = problemOf(error);
      if (problem === undefined) throw error;
      return refused(name, problem);
    }
  }

  async function changed(change: Change, file: string): Promise<Problem | undefined> {
    // Before it is there, so that nobody who watches the files wonders where it came from.
    await recordSaved(jobs, server.name, [file], Date.now());
    try {
      await change.write();
      return undefined;
    } catch (error) {
      return change.undo(error);
    }
  }

  async function notLoaded(change: Change): Promise<Problem | undefined> {
    const { file, path } = change;
    try {
      if (isGivenUp) throw new UserError({ code: 'import-not-loaded', file });
      await seeLoaded(container, place, path, before, restart);
      return undefined;
    } catch (error) {
      // After a restart that did not help another one would not either.
      isGivenUp ||= restarted;
      return change.undo(asNotLoaded(error, file));
    }
  }

  async function restart(which: Container): Promise<void> {
    restarted = true;
    await restartOurs(which, jobs, server.name, by);
  }

  /** The same account twice: under one name, or under two with the same tokens. */
  function refuseTwice(file: string, { grant }: Credential): void {
    const earlier = [file, grant].map(key => taken.get(key)).find(each => each !== undefined);
    if (earlier !== undefined) throw new UserError({ code: 'import-twice', file: earlier });
    for (const key of [file, grant]) taken.set(key, file);
  }
}

/** The file that has these very tokens already, whatever it is called: a second one would log the first one out. */
function ownFile({ files }: Before, authDir: string, { grant }: Credential): string | undefined {
  const own = files.find(
    file => posix.dirname(file.path) === authDir && credentialAt(file.content)?.grant === grant,
  );
  return own && posix.basename(own.path);
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
