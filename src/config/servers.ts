import { posix } from 'node:path';
import { z } from 'zod';

import type { ServerSettings } from '../server/settings';
import { webAddress } from './addresses';
import { headerText } from './header-text';
import { port } from './port';
import type { Role } from './queue';
import type { Reader } from './reader';
import { prefixOf, variableOf } from './variables';
import type { ServerSuffix } from './variables';

const serverName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/);
/** Docker's own rule for names. */
const containerName = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/);
const absolutePath = z
  .string()
  .regex(/^\/[^\0\r\n]*$/)
  .transform(path => path.replace(/(?<=.)\/+$/, ''));

/** What bcrypt makes of a password. */
const HASH = /^\$2[abxy]?\$\d\d\$/;

/** The names that CLIProxyAPI's own compose files give the container, newest first. */
const USUAL_CONTAINERS = ['cliproxy', 'cli-proxy-api'];
/** CLIProxyAPI's own. */
const API_PORT = 8317;

/**
 * The servers of `SERVERS`, in the order written, each with what is set for it alone. The bot role never connects
 * and needs no key.
 */
export function readServers(reader: Reader, role: Role): readonly ServerSettings[] {
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
    return [readServer(reader, name, role)];
  });
}

function readServer(reader: Reader, name: string, role: Role): ServerSettings {
  const prefix = prefixOf(name);
  const variable = (suffix: ServerSuffix) => variableOf(name, suffix);
  const path = (suffix: ServerSuffix, otherwise: string) =>
    reader.value(variable(suffix), absolutePath, {
      code: 'not-an-absolute-path',
      variable: variable(suffix),
    }) ?? otherwise;

  const container = reader.value(variable('CONTAINER'), containerName, {
    code: 'not-a-container-name',
    variable: variable('CONTAINER'),
  });
  const apiPort = reader.value(variable('API_PORT'), port, {
    code: 'not-a-port',
    variable: variable('API_PORT'),
  });
  const managementKey = role === 'bot' ? undefined : readManagementKey(reader, prefix);
  const apiKey = role === 'bot' ? undefined : readApiKey(reader, prefix);
  const apiUrl = reader.value(variable('API_URL'), webAddress, {
    code: 'not-a-url',
    variable: variable('API_URL'),
    example: 'http://cliproxy:8317',
  });
  const program = path('PROGRAM', '/CLIProxyAPI/CLIProxyAPI');
  return {
    name,
    containers: container === undefined ? [...USUAL_CONTAINERS] : [container],
    program,
    configFile: path('CONFIG', posix.join(posix.dirname(program), 'config.yaml')),
    authDir: path('AUTH_DIR', '/root/.cli-proxy-api'),
    dockerSocket: path('DOCKER_SOCKET', '/var/run/docker.sock'),
    apiPort: apiPort ?? API_PORT,
    ...(managementKey && { managementKey }),
    ...(apiKey && { apiKey }),
    ...(apiUrl && { apiUrl }),
  };
}

function readApiKey(reader: Reader, prefix: string): string | undefined {
  return reader.secret(`${prefix}_API_KEY`, {
    schema: headerText,
    otherwise: variable => ({ code: 'not-an-api-key', variable }),
  });
}

function readManagementKey(reader: Reader, prefix: string): string | undefined {
  const name = `${prefix}_MANAGEMENT_KEY` as const;
  const key = reader.secret(name, {
    schema: headerText,
    otherwise: variable => ({ code: 'not-a-management-key', variable }),
  });
  if (key === undefined || !HASH.test(key)) return key;
  const variable = reader.text(name) === undefined ? `${name}_FILE` : name;
  reader.report({ code: 'management-key-is-hashed', variable });
  return undefined;
}
