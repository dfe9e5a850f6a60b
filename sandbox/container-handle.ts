import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { Behaviour } from './cliproxyapi/behaviour';
import type { PretendContainer } from './contracts';
import type { Container } from './engine/container/container';
import { authDirectory, imageOf, workingDirectory } from './engine/container/settings';
import type { Engine } from './engine/engine';
import { silent } from './engine/ports';

const behaviourFile = `${workingDirectory}/standin.json`;

/** What tests and the sandbox do with a container from outside, without SSH and without Docker. */
export function handleOf(tenant: { container: Container }, engine: Engine): PretendContainer {
  const { directory, name, ports } = tenant.container.settings;
  const real = (path: string): string => join(directory, path);
  const realPort = (port: number): number => {
    const found = ports[String(port)];
    if (found === undefined) throw new Error(`${name} has no port ${port}`);
    return found;
  };
  const life = (): Container['life'] => tenant.container.life;
  let behaviour: Partial<Behaviour> = {};
  const behave = (change: Partial<Behaviour>): void => {
    behaviour = { ...behaviour, ...change };
    writeFileSync(real(behaviourFile), JSON.stringify(behaviour));
  };
  const start = async (): Promise<void> => {
    life().start();
    await tenant.container.ready();
  };
  const destroy = async (container: Container): Promise<void> => {
    await container.life.stop();
    engine.containers.delete(container);
    container.tell('destroy');
  };
  const serves = async (): Promise<void> => {
    while (life().status === 'restarting') await after(10);
    if (life().status !== 'running') throw new Error(`${name} is ${life().status}`);
    await tenant.container.ready();
  };
  const crash = async (exitCode: number): Promise<void> => {
    await serves();
    behave({ exitCode });
    const { ended } = life();
    life().cue();
    await ended;
  };
  let pulls = 0;
  return {
    get id() {
      return tenant.container.id;
    },
    name,
    directory,
    status: () => (engine.containers.has(tenant.container) ? life().status : 'removed'),
    behave,
    start,
    stop: async () => {
      await life().stop();
    },
    restart: async () => {
      await life().restart();
      await tenant.container.ready();
    },
    kill: async () => {
      const { ended } = life();
      life().kill('SIGKILL');
      await ended;
    },
    serves,
    crash,
    loop: async exitCode => {
      behave({ exitAfterMs: 200 });
      await crash(exitCode);
    },
    heal: () => behave({ exitAfterMs: 0, exitCode: 0 }),
    oom: async () => {
      const { ended } = life();
      life().oom();
      await ended;
    },
    pause: () => life().pause(),
    unpause: () => life().unpause(),
    health: word => tenant.container.setHealth(word),
    recreate: async ({ image, pulled = false } = {}) => {
      if (pulled) pulls++;
      const old = tenant.container;
      const changed = image !== undefined || pulled;
      const next = engine.create({
        ...old.settings,
        image: changed ? imageOf(image ?? old.settings.image.name, pulls) : old.settings.image,
        name: `${old.id.slice(0, 12)}_${old.name}`,
      });
      for (const mount of old.disk.full) next.disk.full.add(mount);
      for (const mount of old.disk.readOnly) next.disk.readOnly.add(mount);
      await destroy(old);
      next.rename(name);
      tenant.container = next;
      await start();
    },
    remove: () => destroy(tenant.container),
    fillDisk: (mount, on) => mark(tenant.container.disk.full, mount, on),
    makeReadOnly: (mount, on) => mark(tenant.container.disk.readOnly, mount, on),
    authFiles: () => readdirSync(real(authDirectory)),
    read: path => readFileSync(real(path), 'utf8'),
    write: (path, text) => {
      mkdirSync(dirname(real(path)), { recursive: true });
      writeFileSync(real(path), text);
    },
    processes: () => tenant.container.processes().map(({ command }) => command),
    portFree: port => silent(realPort(port)),
    url: port => `http://127.0.0.1:${realPort(port)}`,
    log: () =>
      tenant.container.log
        .entries()
        .map(({ text }) => text)
        .join(''),
  };
}

function mark(marked: Set<string>, name: string, on: boolean): void {
  if (on) marked.add(name);
  else marked.delete(name);
}
