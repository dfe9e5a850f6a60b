import type { UserError } from '../../src/errors';
import {
  PortUnreachable,
  type Container,
  type ContainerFile,
  type HttpAnswer,
  type LogLine,
  type Server,
} from '../../src/server/server';
import { fakeProgram, type FakeProgram } from './fake-program';

export const place = { program: '/CLIProxyAPI/CLIProxyAPI', authDir: '/root/.cli-proxy-api' };
export const credentialPath = `${place.authDir}/claude-ada@example.com.json`;

/** A server whose container holds and does what a test tells it. */
export interface FakeServer extends Server {
  /** Every login that was started, ours and others. */
  readonly programs: FakeProgram[];
  /** Every path that was requested, in order. */
  readonly requested: readonly string[];
  readonly kills: readonly (readonly string[])[];
  readonly restarts: () => number;
  status: string;
  /** What is thrown instead of giving the container, while there is something. */
  unreachable: UserError | undefined;
  /** Where the callback port is reached, best first; those not in `open` have nothing behind them. */
  endpoints: readonly { readonly host: string; readonly port: number }[];
  /** Answers instead of the program, where it is set. */
  answer: ((host: string, path: string) => HttpAnswer) | undefined;
  onRestart: () => void;
  put(path: string, content: string, modifiedAtMs?: number): void;
  log(text: string): void;
}

export function fakeServer(name = 'ali'): FakeServer {
  const files = new Map<string, ContainerFile>();
  const lines: LogLine[] = [];
  const kills: (readonly string[])[] = [];
  const requested: string[] = [];
  let restarts = 0;
  let now = 1_000;

  const running = (): readonly FakeProgram[] => server.programs.filter(program => program.isRunning());

  const container: () => Container = () => ({
    id: 'c0ffee',
    name: 'cliproxy',
    status: server.status,
    startedAtMs: 0,
    endpoints: () => server.endpoints,
    exec: argv => {
      const program = fakeProgram(name);
      if (argv[0] === 'sh') {
        kills.push(argv);
        for (const each of running()) each.exit(143);
        program.exit(0);
        return Promise.resolve(program.execution);
      }
      const isTaken = running().length > 0;
      server.programs.push(program);
      if (isTaken) {
        program.print('Required port is already in use\n');
        program.exit(13);
      }
      return Promise.resolve(program.execution);
    },
    files: path => {
      const found = [...files.values()].filter(
        file => file.path === path || file.path.startsWith(`${path}/`),
      );
      return Promise.resolve(found.length === 0 ? undefined : found);
    },
    logs: ({ sinceMs = 0, tail = Infinity }) =>
      Promise.resolve(lines.filter(line => line.atMs >= sinceMs).slice(-tail)),
    processes: () =>
      Promise.resolve([place.program, ...running().map(() => `${place.program} -claude-login -no-browser`)]),
    restart: () => {
      restarts++;
      server.onRestart();
      return Promise.resolve();
    },
  });

  const server: FakeServer = {
    name,
    sshTarget: name,
    programs: [],
    requested,
    kills,
    restarts: () => restarts,
    status: 'running',
    unreachable: undefined,
    endpoints: [{ host: '127.0.0.1', port: 54545 }],
    answer: undefined,
    onRestart: () => undefined,
    put: (path, content, modifiedAtMs = now++) => {
      const bytes = Buffer.from(content);
      files.set(path, { path, modifiedAtMs, sizeBytes: bytes.length, mode: 0o600, content: bytes });
    },
    log: text => void lines.push({ atMs: now++, text }),
    container: () =>
      server.unreachable === undefined ? Promise.resolve(container()) : Promise.reject(server.unreachable),
    get: ({ host }, path) => {
      requested.push(path);
      if (server.answer !== undefined) return attempted(() => server.answer?.(host, path));
      const listening = running().find(program => program.listens);
      if (listening === undefined) return Promise.reject(new PortUnreachable(host));
      if (path.includes('error=') && listening.obeys) {
        listening.print('Claude authentication failed: OAuth error: cancelled\n');
        listening.exit(0);
      }
      return Promise.resolve({ status: 200, headers: {}, body: '' });
    },
    close: () => Promise.resolve(),
  };
  return server;
}

async function attempted(answer: () => HttpAnswer | undefined): Promise<HttpAnswer> {
  const given = await Promise.resolve().then(answer);
  if (given === undefined) throw new PortUnreachable('nothing there');
  return given;
}
