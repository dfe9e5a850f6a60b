import type { Jobs } from '../jobs/jobs';
import type { Server } from '../server/server';
import type { Servers } from '../server/servers';
import type { ServerSettings } from '../server/settings';
import { createLogMemory, type LogMemory } from './log-memory';
import { createManagement, type Management } from './management';

/** One CLIProxyAPI: the server it runs on, where it lies there, its Management API, and what its log said. */
export interface CliProxy {
  readonly server: Server;
  readonly place: ServerSettings;
  readonly management: Management;
  readonly log: LogMemory;
}

/** The CLIProxyAPI of every server, by the server's name. */
export interface CliProxies {
  readonly names: readonly string[];
  /** Throws UserError `unknown-server`: a bot may know a server that this worker was not told about. */
  known(name: string): CliProxy;
}

export function createCliProxies(servers: Servers, jobs: Pick<Jobs, 'read' | 'write'>): CliProxies {
  const all = new Map<string, CliProxy>();
  return {
    names: servers.names,
    known: name => {
      const found = all.get(name);
      if (found !== undefined) return found;
      const { server, settings } = servers.known(name);
      const management = createManagement(server, settings, jobs);
      const proxy = { server, place: settings, management, log: createLogMemory(settings) };
      all.set(name, proxy);
      return proxy;
    },
  };
}
