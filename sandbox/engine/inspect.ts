import type { Container } from './container';
import { programPath, workingDirectory } from './container';

const image = 'eceasy/cli-proxy-api:latest';
const network = 'cliproxy_default';
const never = '0001-01-01T00:00:00Z';

const published = ({ settings }: Container): readonly string[] => Object.keys(settings.ports);

/** `GET /containers/{id}/json` */
export function inspection(container: Container): unknown {
  const { settings, status, exitCode } = container;
  const running = status === 'running';
  const bindings = Object.fromEntries(
    published(container).map(port => [`${port}/tcp`, [{ HostIp: '0.0.0.0', HostPort: port }]]),
  );
  return {
    Id: container.id,
    Created: iso(container.createdAtMs),
    Path: './CLIProxyAPI',
    Args: [],
    State: {
      Status: status,
      Running: running,
      Paused: false,
      Restarting: false,
      OOMKilled: false,
      Dead: false,
      Pid: container.pid,
      ExitCode: running ? 0 : exitCode,
      Error: '',
      StartedAt: iso(container.startedAtMs),
      FinishedAt: iso(container.finishedAtMs),
    },
    Image: `sha256:${'0'.repeat(64)}`,
    Name: `/${settings.name}`,
    RestartCount: 0,
    HostConfig: {
      NetworkMode: network,
      PortBindings: settings.published ? bindings : {},
      RestartPolicy: { Name: 'unless-stopped', MaximumRetryCount: 0 },
    },
    Config: {
      Hostname: container.id.slice(0, 12),
      Image: image,
      Tty: false,
      OpenStdin: false,
      Env: ['TZ=Asia/Shanghai', 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      Cmd: ['./CLIProxyAPI'],
      WorkingDir: workingDirectory,
      Labels: {},
    },
    NetworkSettings: {
      Ports: running ? Object.fromEntries(openPorts(container, bindings)) : {},
      Networks: { [network]: { IPAddress: running ? settings.address : '' } },
    },
    Mounts: [],
  };
}

function openPorts(container: Container, bindings: Readonly<Record<string, unknown>>): [string, unknown][] {
  if (container.settings.published) return Object.entries(bindings);
  // Exposed by the image, published by nobody.
  return [['8317/tcp', null]];
}

/** One entry of `GET /containers/json` */
export function listing(container: Container): unknown {
  const { settings, status } = container;
  const running = status === 'running';
  return {
    Id: container.id,
    Names: [`/${settings.name}`],
    Image: image,
    ImageID: `sha256:${'0'.repeat(64)}`,
    Command: programPath,
    Created: Math.floor(container.createdAtMs / 1000),
    Ports:
      running && settings.published
        ? published(container).map(port => ({
            IP: '0.0.0.0',
            PrivatePort: Number(port),
            PublicPort: Number(port),
            Type: 'tcp',
          }))
        : [],
    Labels: {},
    State: status,
    Status: running
      ? 'Up 5 minutes'
      : status === 'created'
        ? 'Created'
        : `Exited (${container.exitCode}) 5 minutes ago`,
    HostConfig: { NetworkMode: network },
    NetworkSettings: { Networks: { [network]: { IPAddress: running ? settings.address : '' } } },
    Mounts: [],
  };
}

function iso(atMs: number): string {
  return atMs === 0 ? never : new Date(atMs).toISOString();
}
