import type Docker from 'dockerode';
import type { Endpoint } from '../server';

/** The part of an inspection that says how a container is attached to networks. */
export type Networking = Pick<Docker.ContainerInspectInfo, 'NetworkSettings'> & {
  readonly HostConfig: Pick<Docker.HostConfig, 'NetworkMode'>;
};

const ANYWHERE = new Set(['', '0.0.0.0', '::', '127.0.0.1']);

/**
 * Where a TCP port of a container can be reached from its server, best first: where it is published, then the
 * container's own addresses; the server itself with the host's network.
 */
export function endpointsOf(container: Networking, port: number): readonly Endpoint[] {
  if (container.HostConfig.NetworkMode === 'host') return [{ host: '127.0.0.1', port }];
  // Docker leaves out what is empty: the declared types promise more than it keeps.
  const settings: Partial<Docker.ContainerInspectInfo['NetworkSettings']> = container.NetworkSettings;
  const ports: Readonly<Record<string, readonly { HostIp: string; HostPort: string }[] | null>> =
    settings.Ports ?? {};
  const published = (ports[`${port}/tcp`] ?? []).map(({ HostIp, HostPort }) => ({
    host: ANYWHERE.has(HostIp) ? '127.0.0.1' : HostIp,
    port: Number(HostPort),
  }));
  const own = Object.values(settings.Networks ?? {})
    .flatMap(network => [network.IPAddress, network.GlobalIPv6Address])
    .filter((address: string | undefined) => address !== undefined && address !== '')
    .map(host => ({ host, port }));
  const seen = new Set<string>();
  return [...published, ...own].filter(({ host, port: at }) => {
    const key = `${host} ${at}`;
    return !seen.has(key) && seen.add(key).has(key);
  });
}
