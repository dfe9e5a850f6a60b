import { isoOf } from '../clock';
import type { Container } from '../container/container';
import { mountPoints } from '../container/disk';
import { variables, workingDirectory } from '../container/settings';

const network = 'cliproxy_default';

/** `GET /containers/{id}/json` */
export function inspection(container: Container): unknown {
  const { settings, life, health } = container;
  const { status } = life;
  const bindings = Object.fromEntries(
    Object.keys(settings.ports).map(port => [`${port}/tcp`, [{ HostIp: '0.0.0.0', HostPort: port }]]),
  );
  const open = status === 'running' || status === 'paused';
  return {
    Id: container.id,
    Created: isoOf(container.createdAtNs),
    Path: './CLIProxyAPI',
    Args: [],
    State: {
      Status: status,
      Running: life.isUp,
      Paused: status === 'paused',
      Restarting: status === 'restarting',
      OOMKilled: life.oomKilled,
      Dead: false,
      Pid: life.pid,
      ExitCode: life.exitCode,
      Error: '',
      StartedAt: isoOf(life.startedAtNs),
      FinishedAt: isoOf(life.finishedAtNs),
      ...(health !== undefined && {
        Health: { Status: health, FailingStreak: health === 'unhealthy' ? 3 : 0, Log: [] },
      }),
    },
    Image: settings.image.id,
    Name: `/${container.name}`,
    RestartCount: life.restartCount,
    HostConfig: {
      NetworkMode: network,
      PortBindings: settings.published ? bindings : {},
      RestartPolicy: { Name: 'unless-stopped', MaximumRetryCount: 0 },
      ReadonlyRootfs: container.disk.readOnly.has('/'),
    },
    Config: {
      Hostname: container.id.slice(0, 12),
      Image: settings.image.name,
      Tty: false,
      OpenStdin: false,
      Env: Object.entries(variables(settings)).map(([name, value]) => `${name}=${value}`),
      Cmd: ['./CLIProxyAPI'],
      WorkingDir: workingDirectory,
      Labels: {},
    },
    NetworkSettings: {
      Ports: open ? (settings.published ? bindings : { '8317/tcp': null }) : {},
      Networks: { [network]: { IPAddress: open ? settings.address : '' } },
    },
    Mounts: mounts(container),
  };
}

function mounts({ disk }: Container): readonly unknown[] {
  return mountPoints.map(path => ({
    Type: 'bind',
    Source: disk.real(path),
    Destination: path,
    Mode: disk.readOnly.has(path) ? 'ro' : '',
    RW: !disk.readOnly.has(path),
    Propagation: 'rprivate',
  }));
}
