import type Docker from 'dockerode';
import { UserError } from '../../errors';
import type { Container } from '../server';
import { createContainer } from './container';
import type { Networking } from './endpoints';
import { ask, EngineRefusal, refused, type Engine } from './engine';

const MOST_OTHERS = 5;

/**
 * The first of the named containers that exists. Throws UserError `docker-…`, `connection-lost`, and
 * `container-missing` with the names that come nearest.
 */
export async function findContainer(engine: Engine, names: readonly string[]): Promise<Container> {
  const found = await Promise.all(names.map(name => inspect(engine, name)));
  const info = found.find(each => each !== undefined);
  if (info !== undefined) return createContainer(engine, info, await networkingOf(engine, info));
  throw new UserError({
    code: 'container-missing',
    server: engine.server,
    container: names.join(', '),
    others: await others(engine),
  });
}

async function inspect(engine: Engine, name: string): Promise<Docker.ContainerInspectInfo | undefined> {
  try {
    const info = await inspected(engine, encodeURIComponent(name));
    // Docker also takes the beginning of an id for a name.
    return info.Name === `/${name}` || info.Id === name ? info : undefined;
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    if (error.statusCode === 404) return undefined;
    throw refused(engine, error);
  }
}

/** A container may live in the network of another one (`network_mode: service:vpn`), which then has the ports. */
async function networkingOf(engine: Engine, info: Docker.ContainerInspectInfo): Promise<Networking> {
  const [, host] = /^container:(.+)$/.exec(info.HostConfig.NetworkMode ?? '') ?? [];
  if (host === undefined) return info;
  try {
    return await inspected(engine, host);
  } catch (error) {
    if (error instanceof EngineRefusal) return info;
    throw error;
  }
}

async function others(engine: Engine): Promise<readonly string[]> {
  const all = await ask(engine, (docker, abortSignal) => docker.listContainers({ all: true, abortSignal }));
  const rank = (each: Docker.ContainerInfo): number => {
    const looksRight = /cli-?_?proxy/i.test(`${each.Image} ${each.Names.join(' ')}`);
    return (looksRight ? 2 : 0) + (each.State === 'running' ? 1 : 0);
  };
  return all
    .toSorted((a, b) => rank(b) - rank(a))
    .flatMap(each => each.Names[0]?.replace(/^\//, '') ?? [])
    .slice(0, MOST_OTHERS);
}

function inspected(engine: Engine, name: string): Promise<Docker.ContainerInspectInfo> {
  return engine.call((docker, abortSignal) => docker.getContainer(name).inspect({ abortSignal }));
}
