import { randomBytes } from 'node:crypto';
import type { Daemon } from '../daemon';
import { createDisk } from './disk';
import { Exec } from './exec';
import type { ExecSettings } from './exec';
import { launcher, launchMain } from './launch';
import { Life } from './life';
import { createContainerLog } from './log';
import type { Spawned } from './program';
import type { ContainerSettings } from './settings';

const networkId = '5f3c'.repeat(16);

/** A container and its processes, which are real ones of this machine. */
export class Container {
  readonly id = randomBytes(32).toString('hex');
  readonly log;
  readonly life;
  readonly createdAtNs;
  readonly disk;
  readonly execs = new Map<string, Exec>();
  name: string;
  /** What its health check says, where it has one. */
  health: 'starting' | 'healthy' | 'unhealthy' | undefined;
  #serving: Promise<void> = Promise.resolve();

  constructor(
    readonly settings: ContainerSettings,
    readonly daemon: Daemon,
  ) {
    const { clock } = daemon;
    this.name = settings.name;
    this.disk = createDisk(settings.directory);
    this.log = createContainerLog(clock.nowNs);
    this.life = new Life({
      id: this.id,
      clock,
      stopBeforeDie: () => daemon.stopBeforeDie,
      launch: () => this.#launch(),
      signalAll: signal => this.processes().forEach(({ pid }) => process.kill(pid, signal)),
      killRest: () => this.#killExecs(),
      tell: (action, attributes) => this.tell(action, attributes),
      tellNetwork: action => this.#tellNetwork(action),
    });
    this.createdAtNs = clock.nowNs();
    this.tell('create');
  }

  /** Comes back when its main program serves, or has ended; what it said until then is in the log. */
  async ready(): Promise<void> {
    await this.#serving;
  }

  rename(name: string): void {
    const oldName = `/${this.name}`;
    this.name = name;
    this.tell('rename', { oldName });
  }

  setHealth(health: 'healthy' | 'unhealthy'): void {
    const before = this.health;
    this.health = health;
    if (health !== before) this.tell(`health_status: ${health}`);
  }

  /** Throws what Docker answers where nothing can be started. */
  exec(settings: ExecSettings): Exec {
    this.life.mustRun();
    const launch = launcher(this.settings, this.disk, word => void this.#killExecs(word));
    const exec = new Exec(this.id, settings, launch, (action, more) => this.tell(action, more));
    this.execs.set(exec.id, exec);
    return exec;
  }

  /** What runs in it: its main program first. */
  processes(): readonly { readonly pid: number; readonly command: string }[] {
    const { pid } = this.life;
    if (pid === 0) return [];
    const running = [...this.execs.values()].filter(exec => exec.state === 'running');
    return [
      { pid, command: './CLIProxyAPI' },
      ...running.map(exec => ({ pid: exec.pid, command: exec.settings.argv.join(' ') })),
    ];
  }

  /** Tells those who listen to the engine. */
  tell(action: string, more: Readonly<Record<string, string>> = {}): void {
    const attributes = { ...more, image: this.settings.image.name, name: this.name };
    this.daemon.events.tell({ type: 'container', action, id: this.id, attributes });
  }

  #launch(): Spawned {
    const main = launchMain(this.settings);
    for (const stream of ['stdout', 'stderr'] as const) {
      main.child[stream]?.setEncoding('utf8').on('data', (text: string) => this.log.take(stream, text));
    }
    void main.ended.then(() => this.log.flush());
    this.#serving = Promise.race([serving(main), main.ended.then(() => undefined)]);
    if (this.health !== undefined) this.health = 'starting';
    return main;
  }

  async #killExecs(word?: string): Promise<void> {
    const execs = [...this.execs.values()];
    const meant = word === undefined ? execs : execs.filter(exec => exec.settings.argv.includes(word));
    await Promise.all(meant.map(exec => exec.kill()));
  }

  #tellNetwork(action: 'connect' | 'disconnect'): void {
    const attributes = { container: this.id, name: 'cliproxy_default', type: 'bridge' };
    this.daemon.events.tell({ type: 'network', action, id: networkId, attributes });
  }
}

/** The stand-in says so over its channel, after it printed its lines; those are read within the same turn. */
function serving(main: Spawned): Promise<void> {
  return new Promise(resolve => main.child.once('message', () => setImmediate(resolve)));
}
