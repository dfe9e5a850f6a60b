import type Docker from 'dockerode';
import type { RealEngine } from './dockerd';
import { makeImage, systemMounts } from './image';

/** Ends at once when it is asked to. */
const program = 'trap "exit 0" TERM; sleep 600 & wait';
const check = 'test ! -e /tmp/ill';

/**
 * Makes a small container that does nothing; it is not started. With a health check it is well as long as
 * `/tmp/ill` is not there.
 */
export async function makeContainer(
  engine: RealEngine,
  name: string,
  options: { readonly healthCheck?: boolean } = {},
): Promise<Docker.Container> {
  const healthCheck = { Test: ['CMD', '/bin/sh', '-c', check], Interval: 200e6, Retries: 1 };
  return await engine.docker.createContainer({
    name,
    Image: await makeImage(engine),
    Labels: { network: engine.network },
    Cmd: ['/bin/sh', '-c', program],
    ...(options.healthCheck === true && { Healthcheck: healthCheck }),
    HostConfig: { Binds: [...systemMounts()], NetworkMode: engine.network },
  });
}

/** Takes away all containers of an engine that belong to the tests. */
export async function removeContainers({ docker, network }: RealEngine): Promise<void> {
  const all = await docker.listContainers({ all: true, filters: { label: [`network=${network}`] } });
  await Promise.all(all.map(({ Id }) => docker.getContainer(Id).remove({ force: true })));
}
