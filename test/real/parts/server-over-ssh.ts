import { pino } from 'pino';
import type { Server } from '../../../src/server/server';
import { createServers } from '../../../src/server/servers';
import type { RealEngine } from './dockerd';
import type { RealSshd } from './sshd';

/** A server of ours whose way leads through a real sshd to a real Docker engine. */
export function serverOver(sshd: RealSshd, engine: RealEngine, container: string): Server {
  let nowMs = 0;
  const servers = createServers(
    [
      {
        name: 'ali',
        containers: [container],
        program: '/CLIProxyAPI/CLIProxyAPI',
        authDir: '/root/.cli-proxy-api',
        dockerSocket: engine.socket,
        configFile: '/CLIProxyAPI/config.yaml',
        apiPort: 8317,
      },
    ],
    { configFile: sshd.configFile, home: engine.directory, localUser: sshd.user },
    pino({ level: 'silent' }),
    // A minute from one look at the clock to the next: nobody has to wait before it connects again.
    { now: () => (nowMs += 60_000), random: () => 0 },
  );
  return servers.known('ali').server;
}
