import { isoOf } from '../clock';
import { sendJson } from './answers';
import type { Call } from './call';

const apiVersion = '1.47';

/** `GET` and `HEAD /_ping` */
export function ping({ request, response }: Call): void {
  response.writeHead(200, { 'api-version': apiVersion }).end(request.method === 'HEAD' ? undefined : 'OK');
}

/** `GET /version` */
export function version({ daemon, response }: Call): void {
  sendJson(response, 200, {
    Version: daemon.version,
    ApiVersion: apiVersion,
    MinAPIVersion: '1.24',
    Os: 'linux',
    Arch: 'amd64',
  });
}

/** `GET /info` */
export function info({ daemon, containers, response }: Call): void {
  const count = (...statuses: readonly string[]): number =>
    [...containers].filter(({ life }) => statuses.includes(life.status)).length;
  sendJson(response, 200, {
    ServerVersion: daemon.version,
    SystemTime: isoOf(daemon.clock.nowNs()),
    Containers: containers.size,
    ContainersRunning: count('running', 'restarting'),
    ContainersPaused: count('paused'),
    ContainersStopped: count('created', 'exited'),
    OperatingSystem: 'Debian GNU/Linux 12 (bookworm)',
    OSType: 'linux',
    Architecture: 'x86_64',
    CgroupVersion: '2',
    LiveRestoreEnabled: false,
  });
}
