import { posix } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { problemOf, type Problem } from '../errors';
import type { Container, ContainerFile } from '../server/server';

const credentialMode = 0o600;
/** So often, and after such pauses, a lost connection is sought again to put back what was. */
const undoAttempts = 4;
export const undoPauseMs = 2_000;
/** Larger than any file that was ever taken for a credential. */
const maxOldBytes = 4 * 1024 * 1024;

/** One credential that is written, and the way back. */
export interface Change {
  readonly path: string;
  /** Its name in the auth directory. */
  readonly file: string;
  readonly replaced: boolean;
  /** The name of the file beside it that holds what was there before; CLIProxyAPI takes no notice of it. */
  readonly backup?: string;
  /** Throws what {@link Container.put} does. */
  write(): Promise<void>;
  /**
   * Puts back what was, after a failure, and answers what is to be said of it: its own problem, or that nobody knows
   * what is there now. Throws a failure that has no words.
   */
  undo(failure: unknown, pauseMs: number): Promise<Problem>;
}

/**
 * Prepares to write a credential; what is there now is read.
 *
 * @param nowMs by the server's clock: names the backup.
 */
export async function prepareChange(
  container: Container,
  path: string,
  content: Buffer,
  nowMs: number,
): Promise<Change> {
  const [old] = (await container.files(path, { maxFileBytes: maxOldBytes })) ?? [];
  const backup = old && `${path}.${stamp(nowMs)}.bak`;
  // One of the same second holds what was there before us: what is there now came from us.
  const isKept = backup !== undefined && (await container.files(backup, { maxFileBytes: 0 })) !== undefined;
  const ours = isKept ? undefined : backup;
  const file = posix.basename(path);

  const putBack = async (): Promise<void> => {
    if (old === undefined) return container.remove(path);
    await container.put(path, old.content, old.mode);
    if (ours !== undefined) await container.remove(ours);
  };

  return {
    path,
    file,
    replaced: old !== undefined,
    ...(backup !== undefined && { backup: posix.basename(backup) }),
    write: async () => {
      if (old !== undefined && ours !== undefined) await container.put(ours, old.content, credentialMode);
      await container.put(path, content, credentialMode);
    },
    undo: async (failure, pauseMs) => {
      const isBack = isUntouched(failure) ? await removed(container, ours) : await insisted(putBack, pauseMs);
      const problem = problemOf(failure);
      if (problem === undefined) throw failure;
      if (isBack) return problem;
      return { code: 'import-unsure', file, ...(backup !== undefined && { backup: posix.basename(backup) }) };
    },
  };
}

/** A full disk and a read-only mount refuse the whole file, and what was there is there. */
function isUntouched(failure: unknown): boolean {
  const code = problemOf(failure)?.code;
  return code === 'disk-full' || code === 'read-only' || code === 'write-failed';
}

/** A backup that is left over does no harm, and says so by its name. */
async function removed(container: Container, backup: ContainerFile['path'] | undefined): Promise<true> {
  if (backup !== undefined) await container.remove(backup).catch(() => undefined);
  return true;
}

async function insisted(work: () => Promise<void>, pauseMs: number): Promise<boolean> {
  for (let attempt = 1; attempt <= undoAttempts; attempt++) {
    const isDone = await work().then(
      () => true,
      () => false,
    );
    if (isDone) return true;
    if (attempt < undoAttempts) await sleep(pauseMs);
  }
  return false;
}

/** `20261123T031500Z` */
function stamp(nowMs: number): string {
  return new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
}
