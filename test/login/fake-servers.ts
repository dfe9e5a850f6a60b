import { UserError } from '../../src/errors';
import type { Servers } from '../../src/server/servers';
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
      return { server, settings: { ...usualSettings, name } };
    },
    connections: () => [],
    close: () => Promise.resolve(),
  };
}

const usualSettings = {
  containers: ['cliproxy'],
  dockerSocket: '/var/run/docker.sock',
  configFile: '/CLIProxyAPI/config.yaml',
  apiPort: 8317,
  ...place,
};
