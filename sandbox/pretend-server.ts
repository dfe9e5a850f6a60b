import { mkdirSync, writeFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import type { Behaviour } from './cliproxyapi/behaviour';
import { authDirectory, handleOf } from './container-handle';
import type { PretendServer } from './contracts';
import { Container, workingDirectory } from './engine/container';
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
}

export interface RunningServer {
  readonly server: PretendServer;
  readonly ssh: SshServer;
  readonly close: () => Promise<void>;
}

const containerAddress = '172.18.0.2';
const config = `# A pretend CLIProxyAPI.\nport: 8317\nauth-dir: "~/.cli-proxy-api"\nlogging-to-file: false\n`;

/** Starts a server with one running container and the way in by SSH. */
export async function startPretendServer(settings: ServerSettings): Promise<RunningServer> {
  const directory = join(settings.directory, settings.containerName);
  mkdirSync(join(directory, workingDirectory), { recursive: true });
  mkdirSync(join(directory, authDirectory), { recursive: true, mode: 0o700 });
  writeFileSync(join(directory, workingDirectory, 'config.yaml'), config);

  const engine = createEngine();
  const container = new Container({
    name: settings.containerName,
    directory,
    address: containerAddress,
    ports: { '54545': await freePort(), '8317': await freePort() },
    published: settings.published,
    standIn: settings.standIn,
    behaviour: settings.behaviour,
  });
  engine.containers.add(container);
  const handle = handleOf(container, engine);
  await handle.start();

  const ssh = await startSshServer({
    user: settings.user,
    authorizedKey: settings.authorizedKey,
    dockerSocket: '/var/run/docker.sock',
    docker: engine.accept,
    route: (host, port) => {
      if (!engine.containers.has(container) || container.status !== 'running') return undefined;
      const reached = host === containerAddress || (settings.published && isLoopback(host));
      return reached ? container.settings.ports[String(port)] : undefined;
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
