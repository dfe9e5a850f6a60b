import { readdirSync, readFileSync } from 'node:fs';

/** The process ids of the children of a process and of theirs, parents first. */
export function descendants(pid: number): readonly number[] {
  const parents = new Map(processIds().map(id => [id, parentOf(id)]));
  const below = (parent: number): readonly number[] =>
    [...parents].filter(([, of]) => of === parent).flatMap(([id]) => [id, ...below(id)]);
  return below(pid);
}

/** Whether a process is there and not merely waiting to be buried by its parent. */
export function isAlive(pid: number): boolean {
  return statOf(pid)?.state !== undefined && statOf(pid)?.state !== 'Z';
}

/** Ends processes at once; those that are already gone are fine. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
}

/** Not by `instanceof Error`: to code that runs in Jest, errors of Node's own are of another kind. */
function isGone(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ESRCH';
}

function processIds(): readonly number[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number);
}

function parentOf(pid: number): number | undefined {
  return statOf(pid)?.parent;
}

function statOf(pid: number): { readonly state: string; readonly parent: number } | undefined {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return undefined;
  }
  // `pid (name) state parent …`; the name may hold spaces and brackets.
  const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === undefined ? undefined : { state, parent: Number(parent) };
}
