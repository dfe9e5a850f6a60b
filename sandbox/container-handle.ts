import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Behaviour } from './cliproxyapi/behaviour';
import type { PretendContainer } from './contracts';
import type { Container } from './engine/container';
import { workingDirectory } from './engine/container';
import type { Engine } from './engine/engine';
import { silent } from './engine/ports';

export const authDirectory = '/root/.cli-proxy-api';
const behaviourFile = `${workingDirectory}/standin.json`;

/** What tests and the sandbox do with a container from outside, without SSH and without Docker. */
export function handleOf(container: Container, engine: Engine): PretendContainer {
  const { directory, name, ports } = container.settings;
  const real = (path: string): string => join(directory, path);
  const realPort = (port: number): number => {
    const found = ports[String(port)];
    if (found === undefined) throw new Error(`${name} has no port ${port}`);
    return found;
  };
  let behaviour: Partial<Behaviour> = {};
  return {
    id: container.id,
    name,
    directory,
    status: () => (engine.containers.has(container) ? container.status : 'removed'),
    behave: change => {
      behaviour = { ...behaviour, ...change };
      writeFileSync(real(behaviourFile), JSON.stringify(behaviour));
    },
    start: async () => {
      container.start();
      await container.ready();
    },
    stop: async () => {
      await container.stop();
    },
    restart: async () => {
      await container.stop();
      container.start();
      await container.ready();
    },
    remove: async () => {
      engine.containers.delete(container);
      await container.stop();
    },
    authFiles: () => readdirSync(real(authDirectory)),
    read: path => readFileSync(real(path), 'utf8'),
    write: (path, text) => {
      mkdirSync(dirname(real(path)), { recursive: true });
      writeFileSync(real(path), text);
    },
    processes: () => container.processes().map(({ command }) => command),
    portFree: port => silent(realPort(port)),
    url: port => `http://127.0.0.1:${realPort(port)}`,
    log: () =>
      container.log
        .entries()
        .map(({ text }) => text)
        .join(''),
  };
}
