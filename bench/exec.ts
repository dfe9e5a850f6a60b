import { homedir } from 'node:os';
import { pino } from 'pino';
import { createServers } from '../src/server/servers';
import type { Container } from '../src/server/server';
import type { Bench } from './bench';
import { execLocally } from './local-exec';
import type { Parts, RealServer } from './parts';
import { alternate } from './rounds';
import { median } from './statistics';

/** Prints its first line and ends: the engine's own part of an exec and nothing else. */
const echo = ['/bin/echo', 'hello'];
/** Prints its version, then how it is used, and ends. */
const program = ['/CLIProxyAPI/CLIProxyAPI', '-h'];

/** First output of a program through the warm SSH connection, beside the local Docker socket. */
export const exec: Bench = {
  name: 'exec',
  run: async (parts: Parts) => {
    const server = await parts.server();
    const servers = openServers(server);
    try {
      const container = await servers.get('ali')?.container();
      if (container === undefined) throw new Error('there is no server ali');
      const measured = await alternate(
        {
          localEcho: () => firstOutputLocally(server, echo),
          remoteEcho: () => firstOutputRemotely(container, echo),
          localProgram: () => firstOutputLocally(server, program),
          remoteProgram: () => firstOutputRemotely(container, program),
        },
        { rounds: 30, warmUp: 3 },
      );
      const of = (name: 'localEcho' | 'remoteEcho' | 'localProgram' | 'remoteProgram'): number =>
        median(measured.get(name) ?? []);
      const target = { atMost: 1.3 };
      return [
        { what: 'exec: echo, remote ÷ local', value: of('remoteEcho') / of('localEcho'), unit: '', target },
        { what: '— local socket', value: of('localEcho'), unit: 'ms' },
        { what: '— warm SSH connection', value: of('remoteEcho'), unit: 'ms' },
        {
          what: 'exec: CLIProxyAPI’s stand-in, remote ÷ local',
          value: of('remoteProgram') / of('localProgram'),
          unit: '',
          target,
        },
        { what: '— local socket', value: of('localProgram'), unit: 'ms' },
        { what: '— warm SSH connection', value: of('remoteProgram'), unit: 'ms' },
      ];
    } finally {
      await servers.close();
    }
  },
};

function openServers({ engine, sshd, standIn }: RealServer) {
  const ali = {
    name: 'ali',
    containers: [standIn.name],
    program: '/CLIProxyAPI/CLIProxyAPI',
    authDir: '/root/.cli-proxy-api',
    dockerSocket: engine.socket,
    configFile: '/CLIProxyAPI/config.yaml',
    apiPort: 8317,
  };
  const ssh = { configFile: sshd.configFile, home: homedir(), localUser: sshd.user };
  return createServers([ali], ssh, pino({ level: 'silent' }));
}

async function firstOutputLocally(server: RealServer, argv: readonly string[]): Promise<number> {
  const beganAtMs = performance.now();
  const output = await execLocally(server, argv);
  const { atMs } = await output.says(/./);
  await output.ended;
  return atMs - beganAtMs;
}

async function firstOutputRemotely(container: Container, argv: readonly string[]): Promise<number> {
  const beganAtMs = performance.now();
  const { output } = await container.exec(argv);
  let firstAtMs: number | undefined;
  for await (const text of output) if (text !== '') firstAtMs ??= performance.now();
  if (firstAtMs === undefined) throw new Error('the program said nothing');
  return firstAtMs - beganAtMs;
}
