import type { Servers } from '../../src/server/servers';
import { place, type FakeServer } from './fake-server';

/** Fake servers, by name, as a worker knows them. */
export function fakeServers(...all: readonly FakeServer[]): Servers {
  return {
    names: all.map(server => server.name),
    get: name => all.find(server => server.name === name),
    settings: name =>
      all.some(server => server.name === name)
        ? { name, containers: ['cliproxy'], dockerSocket: '/var/run/docker.sock', ...place }
        : undefined,
    connections: () => [],
    close: () => Promise.resolve(),
  };
}
