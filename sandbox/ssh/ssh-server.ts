import { createServer } from 'node:net';
import type { Server as TcpServer, Socket } from 'node:net';
import ssh2 from 'ssh2';
import type { Connection } from 'ssh2';
import type { SshFaults } from '../contracts';
import { checkKey } from './authentication';
import { serveChannels, serveStreamlocal } from './channels';
import type { ServerWorld } from './channels';
import { newKeyPair } from './keys';

export interface SshServerSettings extends ServerWorld {
  readonly user: string;
  /** The one key that is let in, as authorized_keys has it. */
  readonly authorizedKey: string;
}

export interface SshServer {
  readonly port: number;
  /** The host key as known_hosts has it: type and key. */
  readonly hostKey: string;
  readonly faults: SshFaults;
  readonly close: () => Promise<void>;
}

const host = '127.0.0.1';

/** An SSH server on a free port of 127.0.0.1, which lets through to Docker and to ports, and can misbehave. */
export async function startSshServer(settings: SshServerSettings): Promise<SshServer> {
  const sockets = new Set<Socket>();
  const clients = new Set<Connection>();
  const now = { mute: false, keyRefused: false, streamlocalRefused: false, dockerDenied: false };

  const welcome = (client: Connection): void => {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    // A client that breaks off is no fault of the server's.
    client.on('error', () => undefined);
    client.on('authentication', context => {
      if (!now.keyRefused && checkKey(context, settings)) context.accept();
      else context.reject(['publickey']);
    });
    const dockerDenied = (): boolean => now.dockerDenied;
    serveChannels(client, settings, dockerDenied);
    serveStreamlocal(client, settings, { on: !now.streamlocalRefused, denied: dockerDenied });
  };
  const protocol = (): { readonly hostKey: string; readonly server: ssh2.Server } => {
    const keys = newKeyPair();
    return { hostKey: keys.public, server: new ssh2.Server({ hostKeys: [keys.private] }, welcome) };
  };

  const first = protocol();
  let current = first;
  const take = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket)).on('error', () => undefined);
    socket.setNoDelay(true);
    if (now.mute) socket.resume();
    else current.server.injectSocket(socket);
  };
  const dropConnections = (): void => {
    for (const socket of sockets) socket.destroy();
  };

  let listener = await listen(take, 0);
  const port = portOf(listener);
  return {
    port,
    hostKey: first.hostKey,
    faults: {
      dropConnections,
      refuseConnections: async on => {
        if (on === !listener.listening) return;
        if (!on) listener = await listen(take, port);
        else await close(listener, dropConnections);
      },
      stayMute: on => (now.mute = on),
      changeHostKey: () => (current = protocol()),
      refuseKey: on => (now.keyRefused = on),
      refuseStreamlocal: on => {
        now.streamlocalRefused = on;
        for (const client of clients) {
          serveStreamlocal(client, settings, { on: !on, denied: () => now.dockerDenied });
        }
      },
      denyDocker: on => (now.dockerDenied = on),
      connections: () => sockets.size,
    },
    close: () => close(listener, dropConnections),
  };
}

function listen(take: (socket: Socket) => void, port: number): Promise<TcpServer> {
  const server = createServer(take);
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => resolve(server));
  });
}

function close(server: TcpServer, dropConnections: () => void): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    dropConnections();
  });
}

function portOf(server: TcpServer): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the SSH server has no port');
  return address.port;
}
