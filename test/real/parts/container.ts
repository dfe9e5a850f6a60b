import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Behaviour } from '../../../sandbox/cliproxyapi/behaviour';
import type { ContainerCreateOptions } from 'dockerode';
import {
  commandLines,
  logOf,
  portBindings,
  signalUnseen,
  startServing,
  untilServing,
} from './container-calls';
import type { RealEngine } from './dockerd';
import {
  authDirectory,
  importImage,
  makeImage,
  programDirectory,
  systemMounts,
  tagImage,
  workingDirectory,
} from './image';

/** CLIProxyAPI's stand-in, running in a container as people run the real one. */
export interface StandIn {
  readonly name: string;
  /** Of the container as it is now: another one after it was recreated. */
  readonly id: string;
  /** The machine's directory that is the container's auth directory. */
  readonly authDirectory: string;
  /** The machine's directory that is `logs` in the container's working directory. */
  readonly logDirectory: string;
  /** The machine's file that is the container's config.yaml. To be written in place: it is mounted as it is. */
  readonly configFile: string;
  /** The container's own address as it is now; it may change when it starts again. */
  address(): Promise<string>;
  /** The port of the machine's 127.0.0.1 that leads to a port of the container, if it is published. */
  published(port: 54545 | 8317): Promise<number | undefined>;
  /** How the program behaves when it is started the next time. */
  setBehaviour(behaviour: Partial<Behaviour>): Promise<void>;
  /** The same, of what is to be different. */
  changeBehaviour(change: Partial<Behaviour>): Promise<void>;
  /** Names of the credential files, sorted. */
  authFiles(): Promise<readonly string[]>;
  /** Command lines of what runs in it; none when it is down. */
  processes(): Promise<readonly string[]>;
  /** What the server wrote since the container was made. */
  log(): Promise<string>;
  stop(): Promise<void>;
  /** Starts it and comes back when the server serves. */
  start(): Promise<void>;
  /** Comes back when the server serves, whoever started it. */
  serves(): Promise<void>;
  /** Its program, which serves, ends by itself, and Docker starts it again. Comes back when it has ended. */
  crash(exitCode: number): Promise<void>;
  /** Its program takes more than its `memoryMb`. Comes back when the kernel has ended it. */
  oom(): Promise<void>;
  /**
   * What `docker compose up` does with a changed service: another container, of the same files, takes its place.
   * `tag`: of another name of the image. `pulled`: the name stays and means another image. Comes back when it serves.
   */
  recreate(change?: { readonly tag?: string; readonly pulled?: boolean }): Promise<void>;
  /** Removes it and its files, running or not. */
  remove(): Promise<void>;
}

export interface StandInOptions {
  readonly name: string;
  /** Ports of the machine's 127.0.0.1 that lead to the callback (54545) and to the API (8317); none by default. */
  readonly publish?: { readonly callback?: number; readonly api?: number };
  readonly behaviour?: Partial<Behaviour>;
  /** The engine's own by default. */
  readonly network?: 'host' | 'bridge';
  /** The text of config.yaml. */
  readonly config?: string;
  /** What the container may take before the kernel ends its program; as much as there is by default. */
  readonly memoryMb?: number;
  /** Variables beside the usual ones. */
  readonly env?: Readonly<Record<string, string>>;
  /** The compiled stand-in; by default what `npm run build` makes. */
  readonly program?: string;
}

/** One of its `api-keys`. */
export const usualApiKey = 'a-key-for-tests';

/** The text of config.yaml unless another is given. */
export const usualConfig = `port: 8317
auth-dir: "~/.cli-proxy-api"
debug: false
logging-to-file: false
api-keys:
  - "${usualApiKey}"
`;

/** Starts the stand-in in a container with the mounts of CLIProxyAPI's compose file. Comes back when it serves. */
export async function startStandIn(engine: RealEngine, options: StandInOptions): Promise<StandIn> {
  const program = options.program ?? resolve('dist/sandbox/cliproxyapi');
  if (!existsSync(join(program, 'main.js'))) {
    throw new Error(`the stand-in is not compiled (${program}/main.js): run npm run build`);
  }
  const home = await mkdtemp(join(engine.directory, `${options.name}-`));
  const [auths, logs] = [join(home, 'auths'), join(home, 'logs')];
  const [config, standin] = [join(home, 'config.yaml'), join(home, 'standin.json')];
  await Promise.all([mkdir(auths), mkdir(logs)]);
  await chmod(auths, 0o700);
  await writeFile(config, options.config ?? usualConfig);

  let behaviour = options.behaviour ?? {};
  const setBehaviour = async (wanted: Partial<Behaviour>) => {
    behaviour = wanted;
    await writeFile(standin, JSON.stringify(wanted));
  };
  await setBehaviour(behaviour);
  const bytes = (options.memoryMb ?? 0) * 1024 * 1024;
  let settings: ContainerCreateOptions = {
    name: options.name,
    Image: await makeImage(engine),
    Labels: { network: engine.network },
    Cmd: ['./CLIProxyAPI'],
    WorkingDir: workingDirectory,
    Env: Object.entries({ HOME: '/root', TZ: 'Asia/Shanghai', ...options.env }).map(pair => pair.join('=')),
    ExposedPorts: { '54545/tcp': {}, '8317/tcp': {} },
    HostConfig: {
      Binds: [
        ...systemMounts(),
        `${program}:${programDirectory}:ro`,
        `${config}:${workingDirectory}/config.yaml`,
        `${standin}:${workingDirectory}/standin.json`,
        `${auths}:${authDirectory}`,
        `${logs}:${workingDirectory}/logs`,
      ],
      NetworkMode: options.network ?? engine.network,
      PortBindings: portBindings(options.publish ?? {}),
      RestartPolicy: { Name: 'unless-stopped' },
      Memory: bytes,
      MemorySwap: bytes,
    },
  };
  let container = await engine.docker.createContainer(settings);
  const standIn: StandIn = {
    name: options.name,
    get id() {
      return container.id;
    },
    authDirectory: auths,
    logDirectory: logs,
    configFile: config,
    address: async () => {
      const { NetworkSettings } = await container.inspect();
      const address = Object.values(NetworkSettings.Networks)[0]?.IPAddress;
      return address === undefined || address === '' ? '127.0.0.1' : address;
    },
    published: async port => {
      const { NetworkSettings } = await container.inspect();
      const binding = NetworkSettings.Ports[`${port}/tcp`]?.[0];
      return binding === undefined ? undefined : Number(binding.HostPort);
    },
    setBehaviour,
    changeBehaviour: change => setBehaviour({ ...behaviour, ...change }),
    authFiles: async () => (await readdir(auths)).sort(),
    processes: async () => {
      const { State } = await container.inspect();
      return State.Running ? commandLines(container) : [];
    },
    log: () => logOf(container),
    stop: async () => {
      const { State } = await container.inspect();
      if (State.Running) await container.stop({ t: 3 });
    },
    start: () => startServing(container),
    serves: () => untilServing(container),
    crash: async exitCode => {
      await untilServing(container);
      await setBehaviour({ ...behaviour, exitCode });
      await signalUnseen(container, 'SIGUSR2');
    },
    oom: async () => {
      if (options.memoryMb === undefined) throw new Error(`${options.name} may take all the memory there is`);
      await untilServing(container);
      const usual = behaviour;
      await setBehaviour({ ...usual, eatMemoryMb: options.memoryMb * 2 });
      await signalUnseen(container, 'SIGUSR2');
      await setBehaviour(usual);
    },
    recreate: async ({ tag, pulled = false } = {}) => {
      if (tag !== undefined) settings = { ...settings, Image: await tagImage(engine, tag) };
      if (pulled) await importImage(engine, settings.Image ?? engine.network, `after ${container.id}`);
      const old = container;
      const name = `${old.id.slice(0, 12)}_${options.name}`;
      const next = await engine.docker.createContainer({ ...settings, name });
      await standIn.stop();
      await old.remove({ v: true });
      await next.rename({ name: options.name });
      container = next;
      await standIn.start();
    },
    async remove() {
      await container.remove({ force: true, v: true });
      await rm(home, { recursive: true, force: true });
    },
  };
  try {
    await standIn.start();
  } catch (error) {
    await standIn.remove();
    throw error;
  }
  return standIn;
}
