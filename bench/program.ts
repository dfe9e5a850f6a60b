import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { z } from 'zod';
import type { Chat } from './chats/chat';
import { hear } from './hearing';
import type { Parts } from './parts';

/** The whole program, in a process of its own, as `npm start` runs it. */
export interface RunningProgram {
  /** From the start of its process to the line that says that it is ready. */
  readonly readyMs: number;
  /** When it was started, on the clock of `performance.now()`. */
  readonly startedAtMs: number;
  /** Resident memory now, in MB. */
  memoryMb(): number;
  stop(): Promise<void>;
}

export interface ProgramOptions {
  readonly chats: readonly Chat[];
  readonly queue: 'redis' | 'embedded';
  /** The variables that lead it to its servers; by default those of the real one. */
  readonly servers?: Readonly<Record<string, string>>;
  /** Variables beside the usual ones. */
  readonly environment?: Readonly<Record<string, string>>;
}

const compiled = join(__dirname, '..');

/** What `npm start` gives to node: its flags, and the main file of this build. */
function startArguments(): readonly string[] {
  const described: unknown = JSON.parse(readFileSync(join(compiled, '..', 'package.json'), 'utf8'));
  const { start } = z.object({ scripts: z.object({ start: z.string() }) }).parse(described).scripts;
  const [node, ...given] = start.split(' ');
  const main = given.pop();
  if (node !== 'node' || main === undefined) throw new Error(`npm start is not understood: ${start}`);
  return [...given, join(compiled, relative('dist', main))];
}

/** Starts it with nothing configured but the parts, in a new directory, and comes back when it is ready. */
export async function startProgram(parts: Parts, options: ProgramOptions): Promise<RunningProgram> {
  const { chats, queue } = options;
  const directory = await mkdtemp(join(parts.directory(), 'program-'));
  const home = join(directory, 'home');
  await mkdir(home);
  const environment: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: home,
    LANGUAGE: 'en',
    ...(options.servers ?? (await realServer(parts))),
    DATA_DIR: join(directory, 'data'),
    OPERATORS: chats.flatMap(chat => chat.operators).join(','),
    ...(queue === 'redis' ? { REDIS_URL: (await parts.redis()).url } : {}),
    ...Object.fromEntries(chats.flatMap(chat => Object.entries(chat.environment))),
    ...options.environment,
  };

  const startedAtMs = performance.now();
  const child = spawn(process.execPath, startArguments(), {
    cwd: directory,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // It must not outlive a bench that is interrupted.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const exited = new Promise<void>(resolve => child.once('exit', () => resolve()));
  const { atMs } = await hear(child.stdout).says(/"Ready: /);

  return {
    readyMs: atMs - startedAtMs,
    startedAtMs,
    memoryMb: () => {
      const status = readFileSync(`/proc/${child.pid ?? 'none'}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      process.off('exit', kill);
    },
  };
}

async function realServer(parts: Parts): Promise<Readonly<Record<string, string>>> {
  const { engine, sshd } = await parts.server();
  return { SERVERS: 'ali', SSH_CONFIG: sshd.configFile, ALI_DOCKER_SOCKET: engine.socket };
}
