import type Docker from 'dockerode';
import type { ContainerFacts } from '../server';
import type { Networking } from './endpoints';

/** The part of an inspection that says what a container is and how its runs ended. */
export type Inspected = Pick<
  Docker.ContainerInspectInfo,
  'Created' | 'Image' | 'RestartCount' | 'Config' | 'State' | 'Mounts'
>;

/** What an inspection says beside names. `networking` is that of the container whose network it uses. */
export function factsOf(info: Inspected, networking: Networking): ContainerFacts {
  // Docker leaves out what is empty: the declared types promise more than it keeps.
  const sparse: Partial<Inspected> = info;
  const state: Partial<Docker.ContainerInspectInfo['State']> = info.State;
  const health = healthOf(state.Health?.Status);
  return {
    image: info.Config.Image,
    imageId: sparse.Image ?? '',
    createdAtMs: momentOf(sparse.Created),
    finishedAtMs: momentOf(state.FinishedAt),
    exitCode: state.ExitCode ?? 0,
    oomKilled: state.OOMKilled ?? false,
    restartCount: sparse.RestartCount ?? 0,
    ...(health !== undefined && { health }),
    published: publishedOf(networking),
    mounts: Object.fromEntries((sparse.Mounts ?? []).map(({ Destination, Source }) => [Destination, Source])),
  };
}

/** A time in Docker's writing as milliseconds; 0 for what did not happen, which Docker dates to the year 1. */
export function momentOf(text: string | undefined): number {
  const atMs = Date.parse(text ?? '');
  return Number.isNaN(atMs) ? 0 : Math.max(0, atMs);
}

/** A container without a health check has none, or the word `none`. */
function healthOf(word: string | undefined): ContainerFacts['health'] {
  return word === 'starting' || word === 'healthy' || word === 'unhealthy' ? word : undefined;
}

function publishedOf(networking: Networking): ContainerFacts['published'] {
  const settings: Partial<Docker.ContainerInspectInfo['NetworkSettings']> = networking.NetworkSettings;
  const ports: Readonly<Record<string, readonly { HostIp: string; HostPort: string }[] | null>> =
    settings.Ports ?? {};
  return Object.fromEntries(
    Object.entries(ports).flatMap(([name, bindings]) => {
      const [port, protocol] = name.split('/');
      if (protocol !== 'tcp' || bindings === null || bindings.length === 0) return [];
      return [[Number(port), bindings.map(({ HostIp, HostPort }) => addressOf(HostIp, HostPort))]];
    }),
  );
}

function addressOf(host: string, port: string): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host === '' ? '0.0.0.0' : host}:${port}`;
}
