import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Docker from 'dockerode';
import { startDaemon } from './daemon';
import { openDirectory, type PartDirectory } from './directory';
import { findProgram } from './program';
import { until } from './until';

/** A Docker engine, and a network of its own like the one that compose makes. */
export interface RealEngine {
  /** The path of its socket. */
  readonly socket: string;
  readonly docker: Docker;
  /** Files that live no longer than the engine. */
  readonly directory: string;
  /** The name of the network, and of the image; containers carry it as the label `network`. */
  readonly network: string;
  /** The machine's address on the network: what listens there is reached from containers and from the machine. */
  readonly gateway: string;
  /** As `systemctl restart docker` does; comes back when it answers. Throws for a borrowed engine. */
  restart(): Promise<void>;
  /** Ends it and every container, and leaves nothing behind. A borrowed engine only loses what was added. */
  close(): Promise<void>;
}

export interface EngineOptions {
  /** `unix://…` of a running engine to borrow, or '' for none; by default what `DOCKER_HOST` says. */
  readonly dockerHost?: string;
  readonly searchPath?: string;
}

/**
 * Starts a dockerd of its own, or borrows a running one, and comes back when it answers. It shares neither data nor
 * bridge with other engines of the machine and leaves the firewall alone. Throws where it cannot be had.
 */
export async function startDockerd(options: EngineOptions = {}): Promise<RealEngine> {
  const dockerHost = options.dockerHost ?? process.env['DOCKER_HOST'] ?? '';
  const directory = openDirectory('docker');
  try {
    const own = dockerHost === '' ? await launch(directory, options.searchPath) : undefined;
    const socket = own?.socket ?? socketOf(dockerHost);
    const docker = new Docker({ socketPath: socket });
    const network = await makeNetwork(docker, directory);
    return {
      socket,
      docker,
      directory: directory.path,
      ...network,
      async restart() {
        if (own === undefined) throw new Error('a borrowed engine is not for tests to restart');
        await own.end();
        await own.start();
      },
      async close() {
        await removeAll(docker, network.network).catch((error: unknown) => {
          // An own engine that crashed is swept away with everything in it.
          if (own === undefined) throw error;
        });
        await own?.end();
        await directory.close();
      },
    };
  } catch (error) {
    await directory.close();
    throw error;
  }
}

async function launch(directory: PartDirectory, searchPath: string | undefined) {
  const program = findProgram('dockerd', searchPath);
  findProgram('ps', searchPath);
  if (process.getuid?.() !== 0)
    throw new Error('dockerd needs root: run the tests as root, or set DOCKER_HOST');
  const inside = (name: string) => join(directory.path, name);
  const socket = inside('docker.sock');
  // An empty one: what the machine's own engine is told does not count here.
  writeFileSync(inside('daemon.json'), '{}');
  const argv = [
    ...['--data-root', inside('data'), '--exec-root', inside('exec'), '--pidfile', inside('engine')],
    ...['--host', `unix://${socket}`, '--bridge', 'none', '--iptables=false', '--ip6tables=false'],
    // Stopping must not wait for a stand-in that hangs on purpose.
    ...['--shutdown-timeout', '3', '--config-file', inside('daemon.json')],
  ];
  const docker = new Docker({ socketPath: socket });
  const launched = async () => {
    const started = await startDaemon(directory.path, 'dockerd', program, argv);
    await until(
      'dockerd answers',
      () => {
        if (!started.isRunning()) throw new Error(`dockerd cannot start on this machine:\n${started.log()}`);
        return docker.ping().then(
          () => true,
          () => false,
        );
      },
      30_000,
    );
    return started;
  };
  let daemon = await launched();
  return {
    socket,
    end: () => daemon.end('SIGTERM'),
    start: async () => {
      daemon = await launched();
    },
  };
}

function socketOf(dockerHost: string): string {
  if (!dockerHost.startsWith('unix://')) {
    throw new Error('DOCKER_HOST must be unix://…: the tests share directories with the containers');
  }
  return dockerHost.slice('unix://'.length);
}

/** The engine chooses addresses that the machine does not use. */
async function makeNetwork(docker: Docker, directory: PartDirectory) {
  const network = `cpa${randomBytes(4).toString('hex')}`;
  writeFileSync(join(directory.path, 'bridge'), network);
  const created = await docker.createNetwork({
    Name: network,
    Options: { 'com.docker.network.bridge.name': network },
  });
  const { IPAM } = await created.inspect();
  const gateway = IPAM?.Config?.[0]?.['Gateway'];
  if (gateway === undefined) throw new Error('the network has no gateway');
  return { network, gateway };
}

async function removeAll(docker: Docker, network: string): Promise<void> {
  const containers = await docker.listContainers({ all: true, filters: { label: [`network=${network}`] } });
  await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
  const images = await docker.listImages({ filters: { reference: [network] } });
  await Promise.all(images.map(({ Id }) => docker.getImage(Id).remove({ force: true })));
  await docker.getNetwork(network).remove();
}
