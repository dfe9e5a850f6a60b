import type { Container } from '../container/container';
import { programPath } from '../container/settings';
import { sendJson } from './answers';
import type { Call } from './call';
import { filtersOf } from './filters';

/** `GET /containers/json` */
export function list({ containers, query, response }: Call): void {
  const all = ['1', 'true'].includes(query.get('all') ?? '');
  const filters = filtersOf(query.get('filters'), ['name', 'id', 'status']);
  const passes = ({ id, name, life }: Container): boolean =>
    (all || filters.status !== undefined || life.isUp) &&
    (filters.status?.includes(life.status) ?? true) &&
    (filters.id?.some(beginning => id.startsWith(beginning)) ?? true) &&
    (filters.name?.some(pattern => new RegExp(pattern).test(`/${name}`)) ?? true);
  sendJson(response, 200, [...containers].filter(passes).map(entry));
}

function entry(container: Container): unknown {
  const { settings, life } = container;
  const { status } = life;
  const open = status === 'running' || status === 'paused';
  return {
    Id: container.id,
    Names: [`/${container.name}`],
    Image: settings.image.name,
    ImageID: settings.image.id,
    Command: programPath,
    Created: Number(container.createdAtNs / 1_000_000_000n),
    Ports:
      open && settings.published
        ? Object.keys(settings.ports).map(port => ({
            IP: '0.0.0.0',
            PrivatePort: Number(port),
            PublicPort: Number(port),
            Type: 'tcp',
          }))
        : [],
    Labels: {},
    State: status,
    Status: words[status](life.exitCode),
    HostConfig: { NetworkMode: 'cliproxy_default' },
    NetworkSettings: {
      Networks: { cliproxy_default: { IPAddress: open ? settings.address : '' } },
    },
    Mounts: [],
  };
}

const words: Readonly<Record<Container['life']['status'], (exitCode: number) => string>> = {
  created: () => 'Created',
  running: () => 'Up 5 minutes',
  paused: () => 'Up 5 minutes (Paused)',
  restarting: exitCode => `Restarting (${exitCode}) 1 second ago`,
  exited: exitCode => `Exited (${exitCode}) 5 minutes ago`,
};
