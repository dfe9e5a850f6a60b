import { UserError } from '../errors';
import type { Log } from '../log';
import { findContainer } from './docker/docker';
import { createEngine } from './docker/engine';
import { readEngine } from './docker/engine-facts';
import { followEvents } from './docker/events';
import { relay } from './relay';
import type { Server } from './server';
import type { ServerSettings, SshSettings } from './settings';
import { Connection, type Clock } from './ssh/connection';
import { createStat } from './ssh/stat';

/** All configured servers, by name. Nothing is connected before it is needed. */
export interface Servers {
  readonly names: readonly string[];
  get(name: string): Server | undefined;
  /** Throws UserError `unknown-server`: a bot may know a server that this worker was not told about. */
  known(name: string): { readonly server: Server; readonly settings: ServerSettings };
  /** How the connections are, for health. */
  connections(): readonly ConnectionState[];
  /** Closes every connection. */
  close(): Promise<void>;
}

export interface ConnectionState {
  readonly server: string;
  readonly connected: boolean;
  /** How often the connection was made again after the first time. */
  readonly reconnects: number;
}

export function createServers(
  servers: readonly ServerSettings[],
  ssh: SshSettings,
  log: Log,
  clock?: Clock,
): Servers {
  const all = new Map(
    servers.map(settings => {
      const connection = new Connection(settings.name, ssh, log, clock);
      return [settings.name, { settings, connection, server: createServer(settings, connection) }];
    }),
  );

  return {
    names: [...all.keys()],
    get: name => all.get(name)?.server,
    known: name => {
      const found = all.get(name);
      if (found !== undefined) return found;
      throw new UserError({ code: 'unknown-server', typed: name, known: [...all.keys()] });
    },
    connections: () =>
      [...all].map(([server, { connection }]) => ({
        server,
        connected: connection.connected,
        reconnects: connection.reconnects,
      })),
    close: async () => {
      await Promise.all([...all.values()].map(({ connection }) => connection.close()));
    },
  };
}

function createServer(settings: ServerSettings, connection: Connection): Server {
  const { name, containers, dockerSocket } = settings;
  const engine = createEngine(name, connection, dockerSocket);
  const stat = createStat(name, connection);

  return {
    name,
    sshTarget: name,
    container: () => findContainer(engine, containers),
    events: options => followEvents(engine, options),
    engine: () => readEngine(engine),
    request: async (target, request, timeoutMs) =>
      relay(name, await connection.link(), target, request, timeoutMs),
    stat,
    way: async () => {
      const { host, user } = await connection.link();
      return { host, user };
    },
    close: () => connection.close(),
  };
}
