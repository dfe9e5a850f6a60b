import { z } from 'zod';

import type { ServerSettings } from '../server/settings';
import type { Reader } from './reader';
import { prefixOf } from './variables';
import type { ServerSuffix } from './variables';

const serverName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/);
/** Docker's own rule for names. */
const containerName = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/);
const absolutePath = z
  .string()
  .regex(/^\/[^\0\r\n]*$/)
  .transform(path => path.replace(/(?<=.)\/+$/, ''));

/** The names that CLIProxyAPI's own compose files give the container, newest first. */
const USUAL_CONTAINERS = ['cliproxy', 'cli-proxy-api'];

/** The servers of `SERVERS`, in the order written, each with what is set for it alone. */
export function readServers(reader: Reader): readonly ServerSettings[] {
  const variable = 'SERVERS';
  const named = reader.list(variable, serverName, position => ({
    code: 'not-a-server-name',
    variable,
    position,
  }));

  const positions = new Map<string, number>();
  return named.flatMap(({ value: name, position }) => {
    const prefix = prefixOf(name);
    const earlier = positions.get(prefix);
    if (earlier !== undefined) {
      reader.report({ code: 'servers-collide', variable, positions: [earlier, position], prefix });
      return [];
    }
    positions.set(prefix, position);
    return [readServer(reader, name, prefix)];
  });
}

function readServer(reader: Reader, name: string, prefix: string): ServerSettings {
  const variable = (suffix: ServerSuffix) => `${prefix}_${suffix}`;
  const path = (suffix: ServerSuffix, otherwise: string) =>
    reader.value(variable(suffix), absolutePath, {
      code: 'not-an-absolute-path',
      variable: variable(suffix),
    }) ?? otherwise;

  const container = reader.value(variable('CONTAINER'), containerName, {
    code: 'not-a-container-name',
    variable: variable('CONTAINER'),
  });
  return {
    name,
    containers: container === undefined ? [...USUAL_CONTAINERS] : [container],
    program: path('PROGRAM', '/CLIProxyAPI/CLIProxyAPI'),
    authDir: path('AUTH_DIR', '/root/.cli-proxy-api'),
    dockerSocket: path('DOCKER_SOCKET', '/var/run/docker.sock'),
  };
}
