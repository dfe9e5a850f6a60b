import { createCliProxies, type CliProxies } from '../../src/cliproxy/cliproxies';
import { UserError } from '../../src/errors';
import type { Servers } from '../../src/server/servers';
import type { ServerSettings } from '../../src/server/settings';
import { fakeJobs } from '../fakes/jobs';
import { place, type FakeServer } from './fake-server';

/** Fake servers, by name, as a worker knows them. */
export function fakeServers(...all: readonly FakeServer[]): Servers {
  const names = all.map(server => server.name);
  return {
    names,
    get: name => all.find(server => server.name === name),
    known: name => {
      const server = all.find(each => each.name === name);
      if (server === undefined) throw new UserError({ code: 'unknown-server', typed: name, known: names });
      return { server, settings: settingsOf(name) };
    },
    connections: () => [],
    close: () => Promise.resolve(),
  };
}

/** A server as it is configured where nothing is said of it. */
export function settingsOf(name: string, change: Partial<ServerSettings> = {}): ServerSettings {
  return {
    name,
    containers: ['cliproxy'],
    dockerSocket: '/var/run/docker.sock',
    configFile: '/CLIProxyAPI/config.yaml',
    apiPort: 8317,
    ...place,
    ...change,
  };
}

/** The CLIProxyAPIs of fake servers, without a key to manage them by. */
export function fakeProxies(...all: readonly FakeServer[]): CliProxies {
  return createCliProxies(fakeServers(...all), fakeJobs());
}
