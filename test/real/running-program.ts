import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { until } from './parts/until';
import type { RealWorld } from './real-world';

/** The whole program in a process of its own, as it is deployed. */
export interface RunningProgram {
  /** Everything it wrote. */
  output(): string;
  /** Sends a signal and comes back when the process is gone: its exit code, null where a signal ended it. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
}

/** Starts the built program and comes back when it says that it is ready. */
export async function startProgram(
  world: RealWorld,
  variables: Readonly<Record<string, string>>,
): Promise<RunningProgram> {
  const main = resolve('dist/src/main.js');
  if (!existsSync(main)) throw new Error(`the program is not built (${main}): run npm run build`);
  const child = spawn(process.execPath, [main], {
    // Where there is no .env, and with nothing else of our environment.
    cwd: world.engine.directory,
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'debug', ...variablesOf(world), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const ended = new Promise<number | null>(done => child.once('exit', code => done(code)));
  const isRunning = (): boolean => child.exitCode === null && child.signalCode === null;

  const end: RunningProgram['end'] = signal => {
    if (isRunning()) child.kill(signal);
    return ended;
  };
  try {
    await until(
      'the program is ready',
      () => {
        if (!isRunning()) throw new Error(`the program ended:\n${output}`);
        return /"role":"(bot|worker|both)"/.test(output);
      },
      30_000,
    );
  } catch (error) {
    await end('SIGKILL');
    throw error;
  }
  return { output: () => output, end };
}

/** The `.env` of somebody who has this world. */
function variablesOf({ config, redis }: RealWorld): Readonly<Record<string, string>> {
  const variables: Record<string, string> = {
    REDIS_URL: redis.url,
    SERVERS: config.servers.map(({ name }) => name).join(','),
    SSH_CONFIG: config.ssh.configFile,
  };
  for (const { name, containers, dockerSocket } of config.servers) {
    variables[`${name.toUpperCase()}_CONTAINER`] = containers.join();
    variables[`${name.toUpperCase()}_DOCKER_SOCKET`] = dockerSocket;
  }
  return variables;
}
