import { randomUUID } from 'node:crypto';
import { link, readFile, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';

import { z } from 'zod';

import { isAlive, startOf } from './process-life';
import { codeOf } from './system-error';

/** How often a holder shows that it lives. */
const BEAT_MS = 5_000;
/** After how long a holder on another host, who shows nothing, is taken for dead. */
const SILENT_MS = 30_000;
/** A file without a name in it is being written just now, or was never finished. */
const UNWRITTEN_MS = 2_000;

const holderSchema = z.object({ pid: z.number(), host: z.string(), started: z.string().optional() });
type Holder = z.infer<typeof holderSchema>;

interface Found {
  readonly text: string;
  readonly silentMs: number;
  readonly holder: Holder | undefined;
}

/** The lock is another living process's; `holder` names it. */
export class Taken extends Error {
  override readonly name = 'Taken';

  constructor(readonly holder: string) {
    super(`held by ${holder}`);
  }
}

/** Gives the lock back. */
export type Release = () => Promise<void>;

/**
 * Takes a lock file for this process. A holder that was killed is seen to be gone: by its process id together
 * with its start (ids come again, in containers always the same), or, when it ran on another host or in another
 * container, by its silence. Throws {@link Taken} while the holder lives.
 */
export async function takeLock(file: string): Promise<Release> {
  const text = JSON.stringify({ pid: process.pid, host: hostname(), started: await startOf(process.pid) });
  while (!(await create(file, text))) {
    const found = await read(file);
    if (found === undefined) continue;
    if (await isHeld(found)) throw new Taken(nameOf(found));
    await removeStale(file, found);
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => undefined);
  }, BEAT_MS);
  beat.unref();
  return async () => {
    clearInterval(beat);
    if ((await read(file))?.text === text) await unlink(file);
  };
}

async function create(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function read(file: string): Promise<Found | undefined> {
  try {
    const text = await readFile(file, 'utf8');
    const silentMs = Date.now() - (await stat(file)).mtimeMs;
    return { text, silentMs, holder: holderIn(text) };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function holderIn(text: string): Holder | undefined {
  try {
    return holderSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

async function isHeld({ holder, silentMs }: Found): Promise<boolean> {
  if (holder === undefined) return silentMs < UNWRITTEN_MS;
  if (holder.host !== hostname()) return silentMs < SILENT_MS;
  return isAlive(holder.pid, holder.started);
}

function nameOf({ holder }: Found): string {
  return holder === undefined ? 'another process' : `process ${holder.pid} on ${holder.host}`;
}

/** Two that find the same stale lock must not remove each other's new one: only what was read is removed. */
async function removeStale(file: string, found: Found): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  const moved = await readFile(aside, 'utf8');
  if (moved !== found.text) await link(aside, file).catch(() => undefined);
  await unlink(aside);
}
