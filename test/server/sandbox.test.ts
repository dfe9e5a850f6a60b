import { pino } from 'pino';
import type { PretendServer, Sandbox } from '../../sandbox/contracts';
import { openSandbox } from '../../sandbox/sandbox';
import type { Server } from '../../src/server/server';
import { createServers, type Servers } from '../../src/server/servers';
import { eventsContract } from './events.contract';

describe('a server of the sandbox', () => {
  let sandbox: Sandbox;
  let pretended: PretendServer;
  let servers: Servers;
  let server: Server;
  beforeAll(async () => {
    sandbox = await openSandbox();
    pretended = sandbox.server('ali');
  });
  beforeEach(() => {
    let nowMs = 0;
    const ali = {
      name: 'ali',
      containers: ['cliproxy'],
      program: '/CLIProxyAPI/CLIProxyAPI',
      authDir: '/root/.cli-proxy-api',
      dockerSocket: '/var/run/docker.sock',
      configFile: '/CLIProxyAPI/config.yaml',
      apiPort: 8317,
    };
    const ssh = { configFile: sandbox.sshConfigFile, home: sandbox.directory, localUser: 'me' };
    // A minute from one look at the clock to the next: nobody has to wait before it connects again.
    const clock = { now: () => (nowMs += 60_000), random: () => 0 };
    servers = createServers([ali], ssh, pino({ level: 'silent' }), clock);
    server = servers.known('ali').server;
  });
  afterEach(() => servers.close());
  afterAll(() => sandbox.close());

  describe('has events, which', () => {
    eventsContract(() => ({
      server,
      pause: () => pretended.container.pause(),
      unpause: () => pretended.container.unpause(),
      cut: () => pretended.faults.dropConnections(),
    }));
  });

  it('says where the auth directory lies on it, and who may read it there', async () => {
    const { facts } = await server.container();

    const found = await server.stat(facts.mounts['/root/.cli-proxy-api'] ?? '');

    expect(found).toEqual({ mode: 0o700 });
  });

  it('says how far its clock is ahead', async () => {
    pretended.setClock(60_000);

    const { nowMs } = await server.engine();

    expect(Math.abs(nowMs - Date.now() - 60_000)).toBeLessThan(1_000);
  });
});
