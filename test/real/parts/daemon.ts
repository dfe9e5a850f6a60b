import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A long-running program of a part. It is ended by its process id, never by its name. */
export interface Daemon {
  readonly pid: number;
  isRunning(): boolean;
  /** What it wrote so far, also under earlier starts. */
  log(): string;
  /** Sends a signal and comes back when the process is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Starts a program in a part's directory, where its process id and its log are kept under `name`. */
export async function startDaemon(
  directory: string,
  name: string,
  program: string,
  argv: readonly string[],
): Promise<Daemon> {
  const logFile = join(directory, `${name}.log`);
  const pidFile = join(directory, `${name}.pid`);
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(program, argv, { cwd: directory, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  await once(child, 'spawn');
  const { pid } = child;
  if (pid === undefined) throw new Error(`${program} has no process id`);
  writeFileSync(pidFile, String(pid));
  child.unref();

  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return {
    pid,
    isRunning,
    log: () => readFileSync(logFile, 'utf8'),
    async end(signal) {
      child.ref();
      if (isRunning()) child.kill(signal);
      await ended;
      rmSync(pidFile, { force: true });
    },
  };
}
