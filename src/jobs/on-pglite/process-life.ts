import { readFile } from 'node:fs/promises';

import { codeOf } from './system-error';

/** States of `/proc/<pid>/stat` that mean the process has ended: zombie and dead. */
const ENDED = ['Z', 'X', 'x'];

/**
 * Whether the process that had this id at that start (see {@link startOf}) still lives. Where the system does
 * not tell starts, the id alone counts.
 */
export async function isAlive(pid: number, started: string | undefined): Promise<boolean> {
  if (!exists(pid)) return false;
  if (started === undefined) return true;
  return (await startOf(pid)) === started;
}

/**
 * When a living process started, in clock ticks since the start of the system (field 22 of
 * `/proc/<pid>/stat`, proc(5)); undefined where there is no such file or the process has ended.
 */
export async function startOf(pid: number): Promise<string | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The second field is the program's name in brackets, which can hold spaces and brackets itself.
  const [state, ...rest] = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return state === undefined || ENDED.includes(state) ? undefined : rest[18];
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Not ours to signal, and therefore there.
    return codeOf(error) === 'EPERM';
  }
}
