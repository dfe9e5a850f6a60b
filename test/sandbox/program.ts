import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Behaviour } from '../../sandbox/cliproxyapi/behaviour';
import { freePort } from '../../sandbox/engine/ports';
import { standInProgram } from '../../sandbox/stand-in';

/** A directory that stands for a container's `/`, and the stand-in run in it. */
export interface Place {
  readonly root: string;
  readonly ports: Readonly<Record<string, number>>;
  /** `GET` from a port of the program; redirects are not followed. */
  readonly get: (port: 8317 | 54545 | 1455 | 51121, path: string, method?: string) => Promise<Response>;
  readonly write: (path: string, text: string) => void;
  readonly read: (path: string) => string;
  readonly remove: (path: string) => void;
  /** Unix permission bits. */
  readonly modeOf: (path: string) => number;
  /** Sets the behaviour of the next start, for those who start it themselves. */
  readonly behave: (behaviour: Partial<Behaviour>) => void;
  readonly run: (
    args: readonly string[],
    behaviour?: Partial<Behaviour>,
    stdin?: 'open' | 'none',
    env?: Readonly<Record<string, string>>,
  ) => Run;
  /** Ends what still runs and removes the directory. */
  readonly clear: () => Promise<void>;
}

export interface Run {
  readonly pid: number;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Waits until stdout has it, and returns what it matched. Throws when the program ends without. */
  readonly seen: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly type: (text: string) => void;
  readonly closeStdin: () => void;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: NodeJS.Signals | null }>;
}

export async function openPlace(): Promise<Place> {
  const program = await standInProgram();
  const root = mkdtempSync(join(tmpdir(), 'stand-in-'));
  const ports = {
    54545: await freePort(),
    1455: await freePort(),
    51121: await freePort(),
    8317: await freePort(),
  };
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('/CLIProxyAPI/config.yaml', 'port: 8317\nauth-dir: "~/.cli-proxy-api"\n');
  const runs: Run[] = [];
  const behave = (behaviour: Partial<Behaviour>): void => {
    write('/CLIProxyAPI/standin.json', JSON.stringify({ ...behaviour, ports, root }));
  };
  return {
    root,
    ports,
    get: (port, path, method = 'GET') =>
      fetch(`http://127.0.0.1:${ports[port]}${path}`, { method, redirect: 'manual' }),
    write,
    read: path => readFileSync(join(root, path), 'utf8'),
    remove: path => rmSync(join(root, path)),
    modeOf: path => statSync(join(root, path)).mode & 0o777,
    behave,
    run: (args, behaviour = {}, stdin = 'none', env = {}) => {
      behave(behaviour);
      const run = start(program, args, join(root, 'CLIProxyAPI'), stdin, env);
      runs.push(run);
      return run;
    },
    clear: async () => {
      for (const run of runs) run.kill('SIGKILL');
      await Promise.all(runs.map(run => run.ended));
      rmSync(root, { recursive: true });
    },
  };
}

function start(
  program: string,
  args: readonly string[],
  cwd: string,
  stdin: 'open' | 'none',
  env: Readonly<Record<string, string>>,
): Run {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { HOME: '/root', ...env },
    stdio: [stdin === 'open' ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  let over = false;
  const watchers = new Set<() => void>();
  const wake = (): void => [...watchers].forEach(watcher => watcher());
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    wake();
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended: Run['ended'] = new Promise(resolve => {
    child.once('close', (code, signal) => {
      over = true;
      wake();
      resolve({ code, signal });
    });
  });
  return {
    pid: child.pid ?? 0,
    stdout: () => stdout,
    stderr: () => stderr,
    seen: pattern =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(stdout);
          if (match === null && !over) return;
          watchers.delete(look);
          if (match === null) reject(new Error(`ended without ${String(pattern)}:\n${stdout}${stderr}`));
          else resolve(match);
        };
        watchers.add(look);
        look();
      }),
    type: text => void child.stdin?.write(text),
    closeStdin: () => void child.stdin?.end(),
    kill: signal => void child.kill(signal),
    ended,
  };
}

/** The line after "Visit the following URL", wherever it leads. */
export const linkLine = /(?:authentication|browser):\s+(https?:\/\/\S+)\n/;
export const loginArgs = ['-claude-login', '-no-browser'];

/** The link's OAuth state. */
export function stateOf(link: string | undefined): string {
  return new URL(link ?? '').searchParams.get('state') ?? '';
}
