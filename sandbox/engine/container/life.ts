import { constants } from 'node:os';
import { EngineError } from '../api/answers';
import type { MachineClock } from '../clock';
import { toMs } from '../clock';
import { createBackOff } from './back-off';
import type { Spawned } from './program';

export type Signal = 'SIGTERM' | 'SIGKILL' | 'SIGINT' | 'SIGHUP' | 'SIGUSR1' | 'SIGUSR2' | 'SIGQUIT';

/** What a container's life is told of it, and does to it. */
export interface Body {
  readonly id: string;
  readonly clock: MachineClock;
  /** A container that is stopped is told as `stop` and then `die`. */
  readonly stopBeforeDie: () => boolean;
  readonly launch: () => Spawned;
  /** Signals everything that runs in it. */
  readonly signalAll: (signal: 'SIGSTOP' | 'SIGCONT') => void;
  /** The end of a container's first process is the end of all of them. */
  readonly killRest: () => Promise<void>;
  readonly tell: (action: string, attributes?: Readonly<Record<string, string>>) => void;
  readonly tellNetwork: (action: 'connect' | 'disconnect') => void;
}

const stopAfterMs = 10_000;

/**
 * How a container lives whose restart policy is `unless-stopped`: it is started again however its program ended,
 * unless somebody meant it to. What is told, and in which order, is Docker's own.
 */
export class Life {
  status: 'created' | 'running' | 'paused' | 'restarting' | 'exited' = 'created';
  startedAtNs = 0n;
  finishedAtNs = 0n;
  exitCode = 0;
  oomKilled = false;
  /** Restarts by policy since somebody started it. */
  restartCount = 0;
  #main: Spawned | undefined;
  #backOff = createBackOff();
  #restart: NodeJS.Timeout | undefined;
  /** Somebody wants it down: Docker's `HasBeenManuallyStopped`. */
  #meant = false;
  #stopping = false;

  constructor(private readonly body: Body) {}

  /** Docker's `State.Running`: also while it is paused, and between two runs of a loop. */
  get isUp(): boolean {
    return this.status !== 'created' && this.status !== 'exited';
  }

  /** Of its main program; 0 while there is none. */
  get pid(): number {
    return this.status === 'running' || this.status === 'paused' ? (this.#main?.pid ?? 0) : 0;
  }

  /** When its present run has ended; at once where there is none. */
  get ended(): Promise<unknown> {
    return this.#main?.ended ?? Promise.resolve();
  }

  /** By somebody's wish. False when it is up already. */
  start(): boolean {
    if (this.status === 'paused') {
      throw new EngineError(409, 'cannot start a paused container, try unpause instead');
    }
    if (this.isUp) return false;
    this.restartCount = 0;
    this.#backOff = createBackOff();
    this.#meant = false;
    this.#run();
    return true;
  }

  /** SIGTERM, and SIGKILL where that does not help. False when it is down. */
  async stop(graceMs = stopAfterMs): Promise<boolean> {
    if (!this.isUp) return false;
    this.#meant = true;
    await this.#end(graceMs);
    return true;
  }

  async restart(graceMs?: number): Promise<void> {
    await this.stop(graceMs);
    this.start();
    this.body.tell('restart');
  }

  /** `docker kill`: whatever the signal, Docker takes it for the wish that the container be down. */
  kill(signal: Signal): void {
    if (!this.isUp) throw new EngineError(409, `Container ${this.body.id} is not running`);
    this.#meant = true;
    // Between two runs there is nothing to signal: it stays down, and nobody is told.
    if (this.status === 'restarting') this.#giveUp();
    else this.#signal(signal);
  }

  pause(): void {
    this.mustRun();
    this.body.signalAll('SIGSTOP');
    this.status = 'paused';
    this.body.tell('pause');
  }

  unpause(): void {
    if (this.status !== 'paused') throw new EngineError(500, `Container ${this.body.id} is not paused`);
    this.body.signalAll('SIGCONT');
    this.status = 'running';
    this.body.tell('unpause');
  }

  /** Throws what Docker says of one in which nothing runs. */
  mustRun(): void {
    const { id } = this.body;
    if (!this.isUp) throw new EngineError(409, `Container ${id} is not running`);
    if (this.status === 'paused') throw new EngineError(409, `Container ${id} is paused`);
    if (this.status === 'restarting') {
      throw new EngineError(409, `Container ${id} is restarting, wait until the container is running`);
    }
  }

  /** The daemon goes down and takes it along. True when it is to come back with the daemon. */
  async shutDown(): Promise<boolean> {
    const comesBack = this.isUp && !this.#meant;
    if (this.isUp) await this.#end(stopAfterMs);
    return comesBack;
  }

  /** Its machine goes down: nobody hears of it. True when it is to come back with the daemon. */
  async lose(): Promise<boolean> {
    const comesBack = this.isUp && !this.#meant;
    const main = this.#main;
    if (this.isUp) {
      this.exitCode = 255;
      this.finishedAtNs = this.body.clock.nowNs();
    }
    this.#giveUp();
    this.#main = undefined;
    main?.child.kill('SIGKILL');
    await Promise.all([main?.ended, this.body.killRest()]);
    return comesBack;
  }

  /** The kernel ends its program, since there is no memory left. */
  oom(): void {
    this.mustRun();
    this.body.tell('oom');
    this.oomKilled = true;
    this.#main?.child.kill('SIGKILL');
  }

  /** Has its program meet its end, as its behaviour says, without Docker knowing. */
  cue(): void {
    this.mustRun();
    this.#main?.child.kill('SIGUSR2');
  }

  #run(): void {
    const main = this.body.launch();
    this.#main = main;
    this.status = 'running';
    this.exitCode = 0;
    this.oomKilled = false;
    this.startedAtNs = this.body.clock.nowNs();
    void main.ended.then(exitCode => {
      if (this.#main === main) this.#ended(exitCode);
    });
    this.body.tellNetwork('connect');
    this.body.tell('start');
  }

  #ended(exitCode: number): void {
    void this.body.killRest();
    this.exitCode = exitCode;
    this.finishedAtNs = this.body.clock.nowNs();
    const ranMs = toMs(this.finishedAtNs - this.startedAtNs);
    const again = !this.#meant && !this.#stopping;
    this.status = again ? 'restarting' : 'exited';
    if (again) this.restartCount++;
    if (this.#stopping && this.body.stopBeforeDie()) this.body.tell('stop');
    this.body.tell('die', { exitCode: String(exitCode), execDuration: String(Math.floor(ranMs / 1000)) });
    this.body.tellNetwork('disconnect');
    if (again) this.#restart = setTimeout(() => this.#run(), this.#backOff.nextMs(ranMs));
  }

  async #end(graceMs: number): Promise<void> {
    const main = this.#main;
    if (this.status === 'restarting' || main === undefined) {
      this.#giveUp();
      this.body.tell('stop');
      return;
    }
    this.#stopping = true;
    this.#signal('SIGTERM');
    const timer = setTimeout(() => this.#signal('SIGKILL'), graceMs);
    await main.ended;
    clearTimeout(timer);
    await this.body.killRest();
    this.#stopping = false;
    if (!this.body.stopBeforeDie()) this.body.tell('stop');
  }

  /** Stays down where it would have been started again. */
  #giveUp(): void {
    clearTimeout(this.#restart);
    if (this.isUp) this.status = 'exited';
  }

  #signal(signal: Signal): void {
    this.body.tell('kill', { signal: String(constants.signals[signal]) });
    this.#main?.child.kill(signal);
    // What is frozen does not hear: Docker wakes it.
    if (this.status === 'paused') this.unpause();
  }
}
