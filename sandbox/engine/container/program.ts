import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';

export interface Spawned {
  readonly child: ChildProcess;
  readonly pid: number;
  /** The exit code as a shell would say it: 128 and the signal's number for a process that was killed. */
  readonly ended: Promise<number>;
  /** What becomes of what it says, where that is not heard as it is. */
  readonly said?: (chunk: Buffer) => Buffer;
}

/**
 * Starts the stand-in. It ends with this process, however this process ends: it holds one end of a channel
 * whose other end is here. stdin is a pipe, or nothing at all as `docker exec` without `-i` has it.
 */
export function startProgram(
  standIn: string,
  args: readonly string[],
  place: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly stdin: boolean },
): Spawned {
  const child = spawn(process.execPath, [standIn, ...args], {
    cwd: place.cwd,
    env: place.env,
    stdio: [place.stdin ? 'pipe' : 'ignore', 'pipe', 'pipe', 'ipc'],
  });
  // A client that is gone, or a program that does not read.
  child.stdin?.on('error', () => undefined);
  return spawned(child);
}

/** Starts a text of the shell, with arguments from `$0` on and without stdin. */
export function startShell(
  text: string,
  args: readonly string[],
  place: { readonly cwd: string; readonly env: NodeJS.ProcessEnv } & Pick<Required<Spawned>, 'said'>,
): Spawned {
  const { cwd, env, said } = place;
  const child = spawn('/bin/sh', ['-c', text, ...args], { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  return { ...spawned(child), said };
}

function spawned(child: ChildProcess): Spawned {
  const ended = new Promise<number>(resolve => {
    child.once('error', () => resolve(126));
    // `close` comes when the output is at its end too, `exit` may come before.
    child.once('close', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
  return { child, pid: child.pid ?? 0, ended };
}
