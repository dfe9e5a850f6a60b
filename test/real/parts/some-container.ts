import type Docker from 'dockerode';
import type { RealEngine } from './dockerd';
import { makeImage, systemMounts } from './image';

/** Ends at once when it is asked to. */
const program = 'trap "exit 0" TERM; sleep 600 & wait';
const check = 'test ! -e /tmp/ill';

export interface SomeContainerOptions {
  /** With a health check it is well as long as `/tmp/ill` is not there. */
  readonly healthCheck?: boolean;
  /** Beside those that its programs come from, as `docker run -v` has them. */
  readonly binds?: readonly string[];
  /** Whether nothing can be written outside of its mounts. */
  readonly readOnly?: boolean;
  /** Whom its programs run as. */
  readonly user?: string;
}

/** Makes a small container that does nothing; it is not started. */
export async function makeContainer(
  engine: RealEngine,
  name: string,
  options: SomeContainerOptions = {},
): Promise<Docker.Container> {
  const healthCheck = { Test: ['CMD', '/bin/sh', '-c', check], Interval: 200e6, Retries: 1 };
  return await engine.docker.createContainer({
    name,
    Image: await makeImage(engine),
    Labels: { network: engine.network },
    Cmd: ['/bin/sh', '-c', program],
    ...(options.healthCheck === true && { Healthcheck: healthCheck }),
    ...(options.user !== undefined && { User: options.user }),
    HostConfig: {
      Binds: [...systemMounts(), ...(options.binds ?? [])],
      NetworkMode: engine.network,
      ReadonlyRootfs: options.readOnly ?? false,
    },
  });
}

/** Takes away all containers of an engine that belong to the tests. */
export async function removeContainers({ docker, network }: RealEngine): Promise<void> {
  const all = await docker.listContainers({ all: true, filters: { label: [`network=${network}`] } });
  await Promise.all(all.map(({ Id }) => docker.getContainer(Id).remove({ force: true })));
}
