import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Behaviour } from '../../../sandbox/cliproxyapi/behaviour';
import { commandLines, logOf, portBindings, startServing } from './container-calls';
import type { RealEngine } from './dockerd';
import { authDirectory, makeImage, programDirectory, systemMounts, workingDirectory } from './image';

/** CLIProxyAPI's stand-in, running in a container as people run the real one. */
export interface StandIn {
  readonly name: string;
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
  /** Names of the credential files, sorted. */
  authFiles(): Promise<readonly string[]>;
  /** Command lines of what runs in it; none when it is down. */
  processes(): Promise<readonly string[]>;
  /** What the server wrote since the container was made. */
  log(): Promise<string>;
  stop(): Promise<void>;
  /** Starts it and comes back when the server serves. */
  start(): Promise<void>;
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
  /** The compiled stand-in; by default what `npm run build` makes. */
  readonly program?: string;
}

/** The text of config.yaml unless another is given. */
export const usualConfig = `port: 8317
auth-dir: "~/.cli-proxy-api"
debug: false
logging-to-file: false
api-keys:
  - "a-key-for-tests"
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
  await writeFile(standin, JSON.stringify(options.behaviour ?? {}));

  const container = await engine.docker.createContainer({
    name: options.name,
    Image: await makeImage(engine),
    Labels: { network: engine.network },
    Cmd: ['./CLIProxyAPI'],
    WorkingDir: workingDirectory,
    Env: ['HOME=/root', 'TZ=Asia/Shanghai'],
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
    },
  });
  const standIn: StandIn = {
    name: options.name,
    id: container.id,
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
    setBehaviour: behaviour => writeFile(standin, JSON.stringify(behaviour)),
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
