import pino from 'pino';
import type { ServerWorld } from '../../sandbox/ssh/channels';
import { newKeyPair, type KeyPair } from '../../sandbox/ssh/keys';
import { startSshServer, type SshServer } from '../../sandbox/ssh/ssh-server';
import type { Server } from '../../src/server/server';
import { createServers, type Servers } from '../../src/server/servers';
import type { ServerSettings, SshSettings } from '../../src/server/settings';
import { Connection } from '../../src/server/ssh/connection';
import { createScriptedEngine, type ScriptedEngine } from './engine';
import { createHome, type Home } from './home';

/** A server `ali` with SSH and a scripted Docker engine, a home that knows it, and a client beside it. */
export interface Scene {
  readonly home: Home;
  readonly keys: KeyPair;
  readonly sshd: SshServer;
  readonly engine: ScriptedEngine;
  /** Ports as seen from the server: `host:port` → port of this machine. */
  readonly ports: Map<string, number>;
  /** Time stands still until it is moved. */
  readonly clock: { nowMs: number };
  /** Everything that was logged. */
  readonly log: string[];
  readonly servers: Servers;
  readonly ali: Server;
  /** A connection of its own to a host of the ssh config file. */
  connection(host?: string, ssh?: Partial<SshSettings>): Connection;
  /** Another client of the same server. */
  client(settings?: Partial<ServerSettings>, ssh?: Partial<SshSettings>): Servers;
  close(): Promise<void>;
}

/** @param world what the server has beside Docker and ports. */
export async function createScene(world: Pick<ServerWorld, 'files'> = {}): Promise<Scene> {
  const home = await createHome();
  const keys = newKeyPair();
  const engine = createScriptedEngine();
  const ports = new Map<string, number>();
  const sshd = await startSshServer({
    user: 'root',
    authorizedKey: keys.public,
    dockerSocket: '/var/run/docker.sock',
    docker: engine.accept,
    route: (host, port) => ports.get(`${host}:${port}`),
    ...world,
  });
  await home.write('id_ed25519', keys.private);
  await home.write('known_hosts', `[127.0.0.1]:${sshd.port} ${sshd.hostKey}\n`);
  await home.write(
    'config',
    `Host ali\n  HostName 127.0.0.1\n  Port ${sshd.port}\n  User root\n  GlobalKnownHostsFile none\n`,
  );

  const clock = { nowMs: 1_000_000 };
  const log: string[] = [];
  const logger = pino({ level: 'debug' }, { write: line => void log.push(line) });
  const all: { close(): Promise<void> }[] = [];
  const time = { now: () => clock.nowMs, random: () => 0.5 };
  const client = (settings: Partial<ServerSettings> = {}, ssh: Partial<SshSettings> = {}): Servers => {
    const ali: ServerSettings = {
      name: 'ali',
      containers: ['cliproxy', 'cli-proxy-api'],
      program: '/CLIProxyAPI/CLIProxyAPI',
      authDir: '/root/.cli-proxy-api',
      dockerSocket: '/var/run/docker.sock',
      configFile: '/CLIProxyAPI/config.yaml',
      apiPort: 8317,
      ...settings,
    };
    const made = createServers([ali], { ...home.ssh, ...ssh }, logger, time);
    all.push(made);
    return made;
  };
  const servers = client();

  return {
    home,
    keys,
    sshd,
    engine,
    ports,
    clock,
    log,
    servers,
    ali: serverOf(servers),
    client,
    connection: (host = 'ali', ssh = {}) => {
      const made = new Connection(host, { ...home.ssh, ...ssh }, logger, time);
      all.push(made);
      return made;
    },
    close: async () => {
      await Promise.all(all.map(each => each.close()));
      await sshd.close();
      await home.remove();
    },
  };
}

export function serverOf(servers: Servers, name = 'ali'): Server {
  const server = servers.get(name);
  if (server === undefined) throw new Error(`there is no server ${name}`);
  return server;
}
