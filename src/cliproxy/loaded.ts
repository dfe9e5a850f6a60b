import { posix } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../errors';
import type { ClientCounts } from '../jobs/account';
import type { LoginResult } from '../jobs/login';
import type { Container, ContainerFile, LogLine } from '../server/server';
import { latestCounts, saysFileLoaded, countsIn, withFiles } from './clients';
import { accountIn, credentialFiles, maxCredentialBytes } from './credentials';
import { linesOfLogFile } from './log-file-lines';
import { versionIn } from './version';

/** How long CLIProxyAPI is given to take notice of a file. Tests shorten it. */
export interface LoadPace {
  readonly loadedWithinMs: number;
  /** From a restart to its counts. */
  readonly restartedWithinMs: number;
}

export const loadPace: LoadPace = { loadedWithinMs: 5_000, restartedWithinMs: 30_000 };
const pollMs = 100;
const logTail = 5_000;

/** What the server looked like before the login: the files, and where its log ended. */
export interface Before {
  readonly files: readonly ContainerFile[];
  readonly counts: ClientCounts | undefined;
  readonly lastLineAtMs: number;
  /** What the program calls itself, where its log still has that. */
  readonly version?: string;
}

export interface Place {
  readonly authDir: string;
  readonly program: string;
}

/** Looks at files and counts before anything changes. */
export async function lookBefore(container: Container, place: Place): Promise<Before> {
  const [files, log] = await Promise.all([
    container.files(place.authDir, { maxFileBytes: maxCredentialBytes }),
    container.logs({ tail: logTail }),
  ]);
  const before = credentialFiles(files ?? []);
  const counts = latestCounts(log);
  const version = log.reduce<string | undefined>((last, line) => versionIn(line.text) ?? last, undefined);
  return {
    files: before,
    counts: counts && withFiles(counts, before.length),
    lastLineAtMs: log.at(-1)?.atMs ?? 0,
    ...(version !== undefined && { version }),
  };
}

/**
 * Believes a saved credential only when it is really there, newer than before, and CLIProxyAPI took notice of
 * it; restarts the container by `restart` where it did not (a watcher that misses the file, or CLIProxyAPI issue
 * 5290).
 *
 * @throws UserError `file-not-seen`, `not-loaded`.
 */
export async function seeLoaded(
  container: Container,
  place: Place,
  path: string,
  before: Before,
  restart: (container: Container) => Promise<void>,
  pace: LoadPace = loadPace,
): Promise<LoginResult> {
  const absolute = posix.resolve(posix.dirname(place.program), path);
  const file = posix.basename(absolute);
  // Asked beside the archive, which takes Docker longest; whether it is an answer is seen after that.
  const pointless = new AbortController();
  const noticing = untilNoticed(container, place, file, before, pace, pointless.signal);
  noticing.catch(() => undefined);
  // All of them in one request, which costs Docker the same as one file and tells their number as well.
  const files = (await container.files(place.authDir, { maxFileBytes: maxCredentialBytes })) ?? [];
  const saved = files.find(file => file.path === absolute) ?? (await fileAt(container, absolute));
  const old = before.files.find(file => file.path === absolute);
  if (saved === undefined || (old !== undefined && isSame(saved, old))) {
    pointless.abort();
    throw new UserError({ code: 'file-not-seen', path: absolute });
  }

  const noticed = await noticing;
  const log = noticed ?? (await restarted(container, file, restart, pace));

  const { email } = accountIn(saved);
  const after = countsAfter(log, before, credentialFiles(files).length);
  return {
    file,
    ...(email !== undefined && { email }),
    replaced: old !== undefined,
    ...(before.counts !== undefined && { before: before.counts }),
    ...(after !== undefined && { after }),
    restarted: noticed === undefined,
  };
}

/** What the log says since, once it says that CLIProxyAPI took notice; undefined when it does not in time. */
function untilNoticed(
  container: Container,
  place: Place,
  file: string,
  before: Before,
  pace: LoadPace,
  pointless: AbortSignal,
): Promise<readonly LogLine[] | undefined> {
  const look = async (): Promise<readonly LogLine[] | undefined> => {
    const log = await newLines(container, before.lastLineAtMs);
    if (log.some(line => countsIn(line) !== undefined || saysFileLoaded(line.text, file))) return log;
    const logFile = await linesOfLogFile(container, place, before.lastLineAtMs);
    return logFile.some(line => saysFileLoaded(line, file)) ? log : undefined;
  };
  return until(pace.loadedWithinMs, look, pointless);
}

/** A file that was saved elsewhere than in the auth directory that is configured here. */
async function fileAt(container: Container, path: string): Promise<ContainerFile | undefined> {
  return (await container.files(path, { maxFileBytes: maxCredentialBytes }))?.[0];
}

function countsAfter(log: readonly LogLine[], before: Before, files: number): ClientCounts | undefined {
  const said = latestCounts(log);
  if (said !== undefined || before.counts === undefined) return said;
  return { ...withFiles(before.counts, files), atMs: log.at(-1)?.atMs ?? before.counts.atMs };
}

async function restarted(
  container: Container,
  file: string,
  restart: (container: Container) => Promise<void>,
  pace: LoadPace,
): Promise<readonly LogLine[]> {
  const lastLineAtMs = (await container.logs({ tail: 1 })).at(-1)?.atMs ?? 0;
  await restart(container);
  const log = await until(pace.restartedWithinMs, async () => {
    const lines = await newLines(container, lastLineAtMs);
    return latestCounts(lines) === undefined ? undefined : lines;
  });
  if (log === undefined) throw new UserError({ code: 'not-loaded', file });
  return log;
}

/** By the server's own clock, which need not agree with ours. */
async function newLines(container: Container, afterMs: number): Promise<readonly LogLine[]> {
  const lines = await container.logs({ sinceMs: afterMs, tail: logTail });
  return lines.filter(line => line.atMs > afterMs);
}

function isSame(a: ContainerFile, b: ContainerFile): boolean {
  return a.modifiedAtMs === b.modifiedAtMs && a.content.equals(b.content);
}

async function until<T>(
  withinMs: number,
  look: () => Promise<T | undefined>,
  pointless?: AbortSignal,
): Promise<T | undefined> {
  const startedAtMs = Date.now();
  for (;;) {
    const seen = await look();
    if (seen !== undefined || pointless?.aborted === true || Date.now() - startedAtMs > withinMs) return seen;
    await sleep(pollMs);
  }
}
