import { setMaxListeners } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { Client, ClientChannel } from 'ssh2';
import { UserError } from '../../errors';
import type { SshSettings } from '../settings';
import type { HostSettings } from './host-settings';
import { resolveRoute } from './route';
import { explainNetwork, openSession } from './session';

/** One living connection to a server. Once lost it stays lost. */
export interface Link {
  readonly client: Client;
  readonly user: string;
  readonly host: string;
  readonly port: number;
  /** Aborted in the moment the connection is gone, before any of its channels ends. */
  readonly lost: AbortSignal;
  /** Says goodbye and comes back when the connection is gone. */
  close(): Promise<void>;
}

const GOODBYE_MS = 500;

/**
 * Connects to a server through all machines on the way, each verified by its own settings. Throws UserError as
 * {@link resolveRoute} and {@link openSession}.
 */
export async function openLink(server: string, ssh: SshSettings, signal: AbortSignal): Promise<Link> {
  const route = await resolveRoute(server, ssh);
  const clients: Client[] = [];
  try {
    for (const settings of route) {
      const through = clients.at(-1);
      const dial =
        through === undefined
          ? () => dialDirectly(server, settings, signal)
          : () => dialThrough(through, server, settings);
      clients.push(await openSession(server, settings, ssh, dial, signal));
    }
  } catch (error) {
    for (const client of clients) client.destroy();
    throw error;
  }
  return link(route, clients);
}

function link(route: readonly HostSettings[], clients: readonly Client[]): Link {
  const client = clients.at(-1);
  const settings = route.at(-1);
  if (client === undefined || settings === undefined) throw new Error('a route has at least one machine');
  const lost = new AbortController();
  // Every request and stream under way listens; there is no telling how many.
  setMaxListeners(0, lost.signal);
  const hops = clients.slice(0, -1);
  client.once('close', () => {
    lost.abort();
    for (const hop of hops.toReversed()) hop.end();
  });

  return {
    client,
    user: settings.user,
    host: settings.host,
    port: settings.port,
    lost: lost.signal,
    close: async () => {
      if (lost.signal.aborted) return;
      const gone = new Promise<void>(resolve => client.once('close', resolve));
      const impatient = setTimeout(() => client.destroy(), GOODBYE_MS);
      client.end();
      await gone;
      clearTimeout(impatient);
    },
  };
}

/** Nagle's algorithm off: it costs a round trip 40 ms. ssh2 leaves it on. */
async function dialDirectly(server: string, settings: HostSettings, signal: AbortSignal): Promise<Socket> {
  return await new Promise((resolve, reject) => {
    const { host, port, timeoutMs } = settings;
    const socket = connect({ host, port, noDelay: true });
    const fail = (error: Error): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abandon);
      socket.destroy();
      reject(error);
    };
    const onError = (error: Error): void => fail(explainNetwork(server, settings, error));
    const abandon = (): void => fail(new UserError({ code: 'connection-lost', server }));
    const timer = setTimeout(
      () => fail(new UserError({ code: 'ssh-timeout', server, host, port })),
      timeoutMs,
    );
    signal.addEventListener('abort', abandon);
    socket.once('error', onError);
    socket.once('connect', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abandon);
      socket.off('error', onError);
      resolve(socket);
    });
  });
}

async function dialThrough(through: Client, server: string, settings: HostSettings): Promise<ClientChannel> {
  return await new Promise((resolve, reject) => {
    through.forwardOut('127.0.0.1', 0, settings.host, settings.port, (error, channel) => {
      if (error === undefined) resolve(channel);
      else reject(explainNetwork(server, settings, error));
    });
  });
}
