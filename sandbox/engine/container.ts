import { randomBytes } from 'node:crypto';
import type { Behaviour } from '../cliproxyapi/behaviour';
import { createContainerLog } from './container-log';
import { Exec } from './exec';
import type { ExecSettings, Launch } from './exec';
import type { Spawned } from './program';
import { startProgram } from './program';

export interface ContainerSettings {
  readonly name: string;
  /** The directory that stands for its `/`. */
  readonly directory: string;
  /** Its address in its Docker network. */
  readonly address: string;
  /** Where each of its ports really listens, on 127.0.0.1. */
  readonly ports: Readonly<Record<string, number>>;
  /** Whether its ports are published on the server. */
  readonly published: boolean;
  /** The stand-in's main file. */
  readonly standIn: string;
  readonly behaviour: Partial<Behaviour>;
}

export const programPath = '/CLIProxyAPI/CLIProxyAPI';
export const workingDirectory = '/CLIProxyAPI';
const stopAfterMs = 10_000;

/** A container and its processes, which are real ones of this machine. */
export class Container {
  readonly id = randomBytes(32).toString('hex');
  readonly createdAtMs = Date.now();
  readonly log = createContainerLog(() => Date.now());
  readonly execs = new Map<string, Exec>();
  status: 'created' | 'running' | 'exited' = 'created';
  startedAtMs = 0;
  finishedAtMs = 0;
  exitCode = 0;
  #main: Spawned | undefined;
  #serving: Promise<void> = Promise.resolve();

  constructor(readonly settings: ContainerSettings) {}

  get pid(): number {
    return this.status === 'running' ? (this.#main?.pid ?? 0) : 0;
  }

  /** False when it runs already. */
  start(): boolean {
    if (this.status === 'running') return false;
    const main = startProgram(this.settings.standIn, [], { ...this.#place('./CLIProxyAPI'), stdin: false });
    for (const stream of ['stdout', 'stderr'] as const) {
      main.child[stream]?.setEncoding('utf8').on('data', (text: string) => this.log.take(stream, text));
    }
    this.#main = main;
    this.#serving = Promise.race([serving(main), main.ended.then(() => undefined)]);
    this.status = 'running';
    this.startedAtMs = Date.now();
    void main.ended.then(exitCode => this.#ended(exitCode));
    return true;
  }

  /** Comes back when its main program serves, or has ended; what it said until then is in the log. */
  async ready(): Promise<void> {
    await this.#serving;
  }

  /** SIGTERM, and SIGKILL ten seconds later. False when it does not run. */
  async stop(): Promise<boolean> {
    const main = this.#main;
    if (this.status !== 'running' || main === undefined) return false;
    main.child.kill('SIGTERM');
    const timer = setTimeout(() => main.child.kill('SIGKILL'), stopAfterMs);
    await main.ended;
    clearTimeout(timer);
    await this.#killExecs();
    return true;
  }

  exec(settings: ExecSettings): Exec {
    const exec = new Exec(this.id, settings, this.#launch);
    this.execs.set(exec.id, exec);
    return exec;
  }

  /** What runs in it: its main program first. */
  processes(): readonly { readonly pid: number; readonly command: string }[] {
    if (this.status !== 'running') return [];
    const running = [...this.execs.values()].filter(exec => exec.state === 'running');
    return [
      { pid: this.pid, command: './CLIProxyAPI' },
      ...running.map(exec => ({ pid: exec.pid, command: exec.settings.argv.join(' ') })),
    ];
  }

  #ended(exitCode: number): void {
    this.log.flush();
    this.status = 'exited';
    this.exitCode = exitCode;
    this.finishedAtMs = Date.now();
    // The end of a container's first process is the end of all of them.
    void this.#killExecs();
  }

  async #killExecs(flag?: string): Promise<void> {
    const execs = [...this.execs.values()];
    const meant = flag === undefined ? execs : execs.filter(exec => exec.settings.argv.includes(flag));
    await Promise.all(meant.map(exec => exec.kill()));
  }

  readonly #launch: Launch = ({ argv, stdin }) => {
    const [program = '', ...args] = argv;
    if (program === programPath || program === './CLIProxyAPI') {
      return startProgram(this.settings.standIn, args, { ...this.#place(program), stdin });
    }
    // The one shell line that is ever run in a container: it ends what was started with the flag behind it.
    if (program === 'sh' && /\bkill\b/.test(args[1] ?? '')) {
      void this.#killExecs(args.at(-1));
      return { failure: '', exitCode: 0 };
    }
    const why = program.includes('/')
      ? `stat ${program}: no such file or directory`
      : 'executable file not found in $PATH';
    const failure = `OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": ${why}: unknown`;
    return { failure, exitCode: 127 };
  };

  #place(name: string): { cwd: string; env: NodeJS.ProcessEnv } {
    const { directory, ports, behaviour } = this.settings;
    return {
      cwd: directory + workingDirectory,
      env: {
        HOME: '/root',
        TZ: 'Asia/Shanghai',
        STANDIN_NAME: name,
        STANDIN: JSON.stringify({ ...behaviour, ports, root: directory }),
      },
    };
  }
}

/** The stand-in says so over its channel, after it printed its lines; those are read within the same turn. */
function serving(main: Spawned): Promise<void> {
  return new Promise(resolve => main.child.once('message', () => setImmediate(resolve)));
}
