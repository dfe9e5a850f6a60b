import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { Timing } from '../../src/jobs/store';
import { SHORT } from './jobs-world';
import { until } from './until';

/** Runs a TypeScript file as jest does, in a process of its own. */
const RUN = `
const { transformFileSync } = require('@swc/core');
require.extensions['.ts'] = (module, file) => module._compile(transformFileSync(file).code, file);
require(process.argv[1]);
`;

export interface DoomedWorker {
  /** What it said so far: `ready`, the ids of the logins it took; `restarts`, `watches`, `gives up` with the server. */
  said(): readonly string[];
  /** SIGKILL. */
  kill(): Promise<void>;
  /** SIGSTOP: it lives, and hears and does nothing any more. */
  freeze(): void;
  /** SIGCONT. */
  thaw(): void;
}

/** Starts a worker that takes one login of the server (or so many), watches it, and holds both until it is killed. */
export async function startDoomedWorker(
  store: 'redis' | 'embedded',
  place: string,
  server: string,
  timing: Timing = SHORT,
  atOnce = 1,
): Promise<DoomedWorker> {
  const program = join(__dirname, 'doomed-worker.ts');
  const args = [program, store, place, server, JSON.stringify(timing), String(atOnce)];
  const child = spawn(process.execPath, ['-e', RUN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(child, 'exit');
  let output = '';
  let complaint = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  const said = () => output.split('\n').filter(line => line !== '');
  await until(
    'the worker is ready',
    () => {
      if (child.exitCode !== null) throw new Error(`the worker ended: ${complaint}`);
      return said().includes('ready');
    },
    30_000,
  );
  return {
    said,
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
