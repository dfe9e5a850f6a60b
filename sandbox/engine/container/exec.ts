import { randomBytes } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import { frame } from '../frames';
import type { Spawned } from './program';

export interface ExecSettings {
  readonly argv: readonly string[];
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
}

/** Starts a program of the container, or says why the runtime cannot. */
export type Launch = (
  settings: ExecSettings,
) => Spawned | { readonly failure: string; readonly exitCode: number };

/** One `docker exec`. Its process does not end with its client; the engine has no way to end it either. */
export class Exec {
  readonly id = randomBytes(32).toString('hex');
  #state: 'created' | 'running' | 'exited' = 'created';
  #spawned: Spawned | undefined;
  #exitCode: number | null = null;

  constructor(
    readonly containerId: string,
    readonly settings: ExecSettings,
    private readonly launch: Launch,
    private readonly tell: (action: string, attributes: Readonly<Record<string, string>>) => void,
  ) {
    this.#tell(`exec_create: ${settings.argv.join(' ')}`);
  }

  get state(): 'created' | 'running' | 'exited' {
    return this.#state;
  }

  get exitCode(): number | null {
    return this.#exitCode;
  }

  /** 0 before it starts. */
  get pid(): number {
    return this.#spawned?.pid ?? 0;
  }

  /**
   * Starts the process. What it prints goes to `output` in Docker's frames, for as long as somebody reads;
   * `input`, where there is one, to its stdin.
   */
  start(output: Writable, input: Readable | undefined): void {
    this.#tell(`exec_start: ${this.settings.argv.join(' ')}`);
    const launched = this.launch(this.settings);
    if ('failure' in launched) {
      this.#state = 'exited';
      this.#exitCode = launched.exitCode;
      output.end(frame('stdout', Buffer.from(`${launched.failure}\r\n`)));
      return;
    }
    this.#state = 'running';
    this.#spawned = launched;
    const { child, ended, said = (chunk: Buffer): Buffer => chunk } = launched;
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream]?.on('data', (chunk: Buffer) => {
        if (this.settings[stream] && output.writable) output.write(frame(stream, said(chunk)));
      });
    }
    if (child.stdin !== null) {
      if (input === undefined) child.stdin.end();
      else forward(input, child.stdin);
    }
    void ended.then(exitCode => {
      this.#exitCode = exitCode;
      this.#state = 'exited';
      this.#tell('exec_die', { exitCode: String(exitCode) });
      if (output.writable) output.end();
    });
  }

  /** When the process has ended; at once for one that never started. */
  get ended(): Promise<unknown> {
    return this.#spawned?.ended ?? Promise.resolve();
  }

  /** Ends the process as the end of its container does. */
  async kill(): Promise<void> {
    if (this.#state !== 'running') return;
    this.#spawned?.child.kill('SIGKILL');
    await this.ended;
  }

  #tell(action: string, attributes: Readonly<Record<string, string>> = {}): void {
    this.tell(action, { ...attributes, execID: this.id });
  }
}

/** A client that is gone, however, is the end of the input. */
function forward(input: Readable, stdin: Writable): void {
  input.pipe(stdin);
  input.once('close', () => stdin.end());
}
