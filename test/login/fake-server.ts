import type { UserError } from '../../src/errors';
import {
  PortUnreachable,
  type Container,
  type ContainerEvent,
  type ContainerFacts,
  type ContainerFile,
  type Endpoint,
  type EngineFacts,
  type Execution,
  type HttpAnswer,
  type HttpRequest,
  type LogLine,
  type Server,
} from '../../src/server/server';
import { callbackPort, fakeContainer, plainFacts } from './fake-container';
import { fakeEvents } from './fake-events';
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
  /** What the container is; a container that was asked for before stays as it was. */
  id: string;
  containerName: string;
  status: string;
  startedAtMs: number;
  facts: ContainerFacts;
  /** What is thrown instead of every answer, while there is something. */
  unreachable: UserError | undefined;
  /** Where the callback port is reached, best first; other ports are reached on the same hosts. */
  endpoints: readonly Endpoint[];
  /** Answers instead of the programs, where it is set; undefined and PortUnreachable: nothing is there. */
  answer: ((host: string, path: string, asked: Endpoint & HttpRequest) => HttpAnswer | undefined) | undefined;
  onRestart: () => void;
  /** Runs a program that is no login; undefined: it is a login, or ends logins, or is not there. */
  onExec: ((argv: readonly string[]) => Execution | undefined) | undefined;
  engineFacts: EngineFacts;
  /** Files and directories of the machine itself, by path. */
  readonly machine: Map<string, { readonly mode: number }>;
  leadsTo: { readonly host: string; readonly user: string };
  put(path: string, content: string, modifiedAtMs?: number): void;
  remove(path: string): void;
  log(text: string, atMs?: number): void;
  /** Tells everybody who follows the events; what is not given is as the container has it. */
  happens(event: Partial<ContainerEvent> & Pick<ContainerEvent, 'action'>): void;
  /** How many follow the events now. */
  followers(): number;
  /** The event streams end, as when the connection is lost; with `forgets`, as when Docker was restarted. */
  loseEvents(how?: { readonly forgets: boolean }): void;
}

export function fakeServer(name = 'ali'): FakeServer {
  const files = new Map<string, ContainerFile>();
  const lines: LogLine[] = [];
  const kills: (readonly string[])[] = [];
  const requested: string[] = [];
  const stream = fakeEvents(name);
  let restarts = 0;
  let now = 1_000;

  const running = (): readonly FakeProgram[] => server.programs.filter(program => program.isRunning());
  const reached = <Answer>(answer: () => Answer | Promise<Answer>): Promise<Answer> =>
    server.unreachable === undefined ? Promise.resolve().then(answer) : Promise.reject(server.unreachable);

  const exec = (argv: readonly string[]): Execution => {
    const other = server.onExec?.(argv);
    if (other !== undefined) return other;
    const program = fakeProgram(name);
    if (argv[0] === 'sh') {
      kills.push(argv);
      for (const each of running()) each.exit(143);
      program.exit(0);
      return program.execution;
    }
    if (argv[0] !== place.program) {
      program.exit(127);
      return program.execution;
    }
    const isTaken = running().length > 0;
    server.programs.push(program);
    if (isTaken) {
      program.print('Required port is already in use\n');
      program.exit(13);
    }
    return program.execution;
  };

  /** The answer of a login that waits for its callback. */
  const ofProgram = ({ path }: HttpRequest): HttpAnswer | undefined => {
    const listening = running().find(program => program.listens);
    if (listening === undefined) return undefined;
    if (path.includes('error=') && listening.obeys) {
      listening.print('Claude authentication failed: OAuth error: cancelled\n');
      listening.exit(0);
    }
    return { status: 200, headers: {}, body: '' };
  };

  const container = (): Container => {
    const { id, containerName, status, startedAtMs, facts, endpoints } = server;
    const processes = (): Promise<readonly string[]> =>
      Promise.resolve([place.program, ...running().map(() => `${place.program} -claude-login -no-browser`)]);
    const restart = (): Promise<void> => {
      restarts++;
      server.onRestart();
      return Promise.resolve();
    };
    const as = { id, name: containerName, status, startedAtMs, facts, endpoints };
    return fakeContainer({ ...as, exec, processes, restart }, { files, lines });
  };

  const server: FakeServer = {
    name,
    sshTarget: name,
    programs: [],
    requested,
    kills,
    restarts: () => restarts,
    id: 'c0ffee',
    containerName: 'cliproxy',
    status: 'running',
    startedAtMs: 0,
    facts: plainFacts,
    unreachable: undefined,
    endpoints: [{ host: '127.0.0.1', port: callbackPort }],
    answer: undefined,
    onRestart: () => undefined,
    onExec: undefined,
    engineFacts: { version: '27.3.1', nowMs: 0 },
    machine: new Map(),
    leadsTo: { host: '127.0.0.1', user: 'root' },
    put: (path, content, modifiedAtMs = now++) => {
      const bytes = Buffer.from(content);
      files.set(path, { path, modifiedAtMs, sizeBytes: bytes.length, mode: 0o600, content: bytes });
    },
    remove: path => void files.delete(path),
    log: (text, atMs = now++) => void lines.push({ atMs, text }),
    happens: event =>
      stream.happens({
        atMs: now++,
        container: server.id,
        name: server.containerName,
        image: server.facts.image,
        ...event,
      }),
    followers: stream.open,
    loseEvents: (how = { forgets: false }) => (how.forgets ? stream.forget() : stream.lose()),
    container: () => reached(container),
    events: options => reached(() => stream.events(options)),
    engine: () => reached(() => server.engineFacts),
    request: (target, request) =>
      reached(() => {
        requested.push(request.path);
        const asked = { ...target, ...request };
        const given =
          server.answer === undefined ? ofProgram(asked) : server.answer(target.host, request.path, asked);
        if (given === undefined) throw new PortUnreachable(target.host);
        return given;
      }),
    stat: path => reached(() => server.machine.get(path)),
    way: () => reached(() => server.leadsTo),
    close: () => Promise.resolve(),
  };
  return server;
}
