import { mkdirSync, writeFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import type { Behaviour } from './cliproxyapi/behaviour';
import { handleOf } from './container-handle';
import type { PretendServer } from './contracts';
import { authDirectory, usualImage, workingDirectory } from './engine/container/settings';
import { createEngine } from './engine/engine';
import { freePort } from './engine/ports';
import type { SshServer } from './ssh/ssh-server';
import { startSshServer } from './ssh/ssh-server';

export interface ServerSettings {
  readonly name: string;
  readonly directory: string;
  readonly user: string;
  readonly authorizedKey: string;
  readonly standIn: string;
  readonly containerName: string;
  readonly published: boolean;
  readonly behaviour: Partial<Behaviour>;
  readonly env: Readonly<Record<string, string>>;
  /** What else listens on the server itself: its port there → the port of this machine. */
  readonly neighbours: Readonly<Record<number, number>>;
}

export interface RunningServer {
  readonly server: PretendServer;
  readonly ssh: SshServer;
  readonly close: () => Promise<void>;
}

const containerAddress = '172.18.0.2';
/** Opens the API of every pretend server. */
export const apiKey = 'a-key-of-the-sandbox';
const config = `# A pretend CLIProxyAPI.
port: 8317
auth-dir: "~/.cli-proxy-api"
logging-to-file: false
api-keys:
  - "${apiKey}"
`;

/** Starts a server with one running container and the way in by SSH. */
export async function startPretendServer(settings: ServerSettings): Promise<RunningServer> {
  const directory = join(settings.directory, settings.containerName);
  mkdirSync(join(directory, workingDirectory), { recursive: true });
  mkdirSync(join(directory, authDirectory), { recursive: true, mode: 0o700 });
  writeFileSync(join(directory, workingDirectory, 'config.yaml'), config);

  const engine = createEngine();
  const first = engine.create({
    name: settings.containerName,
    image: usualImage,
    directory,
    address: containerAddress,
    ports: {
      '54545': await freePort(),
      '1455': await freePort(),
      '51121': await freePort(),
      '8317': await freePort(),
      '8080': await freePort(),
    },
    published: settings.published,
    standIn: settings.standIn,
    behaviour: settings.behaviour,
    env: settings.env,
  });
  const tenant = { container: first };
  const handle = handleOf(tenant, engine);
  await handle.start();

  const ssh = await startSshServer({
    user: settings.user,
    authorizedKey: settings.authorizedKey,
    dockerSocket: '/var/run/docker.sock',
    docker: engine.accept,
    route: (host, port) => {
      const neighbour = isLoopback(host) ? settings.neighbours[port] : undefined;
      if (neighbour !== undefined) return neighbour;
      // Whoever connects to what is paused waits: the kernel takes the connection, and nobody answers.
      if (!['running', 'paused'].includes(handle.status())) return undefined;
      const reached = host === containerAddress || (settings.published && isLoopback(host));
      return reached ? first.settings.ports[String(port)] : undefined;
    },
    // What is mounted into the container lies below its directory, and the server has nothing else.
    files: path => (`${normalize(path)}/`.startsWith(`${directory}/`) ? path : undefined),
  });
  return {
    server: {
      name: settings.name,
      ssh: { host: '127.0.0.1', port: ssh.port, user: settings.user },
      container: handle,
      faults: ssh.faults,
      restartEngine: async ({ lost = false, downMs = 50 } = {}) => {
        await engine.restart(lost ? 'lost' : 'in-order', downMs);
        await tenant.container.ready();
      },
      setClock: aheadMs => (engine.daemon.clock.aheadMs = aheadMs),
      tellStopFirst: on => (engine.daemon.stopBeforeDie = on),
      cutUpload: afterBytes => (engine.daemon.uploadBreak = { afterBytes, cut: ssh.faults.dropConnections }),
    },
    ssh,
    close: async () => {
      await ssh.close();
      await handle.remove();
      await engine.close();
    },
  };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}
