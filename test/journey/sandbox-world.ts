import { rmSync, mkdtempSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pino } from 'pino';
import { visitConsentPage } from '../../sandbox/browser';
import { usualBehaviour } from '../../sandbox/cliproxyapi/behaviour';
import type { PretendContainer, SandboxOptions } from '../../sandbox/contracts';
import { openSandbox } from '../../sandbox/sandbox';
import { openEmbeddedJobs } from '../../src/jobs/embedded';
import { createServers } from '../../src/server/servers';
import { eventually } from './house';
import type { World } from './world';

const authDir = '/root/.cli-proxy-api';

/** A world that needs nothing but Node: the sandbox and the embedded queue. */
export async function openSandboxWorld(options: SandboxOptions = {}): Promise<World> {
  const sandbox = await openSandbox(options);
  const directory = mkdtempSync(join(tmpdir(), 'cliproxy-queue-'));
  const server = sandbox.server('ali');
  const { container } = server;
  const containerOf = (name = 'ali'): PretendContainer => sandbox.server(name).container;
  const managementKey = options.env?.['MANAGEMENT_PASSWORD'];
  const configuration = container.read('/CLIProxyAPI/config.yaml');
  // Where it lies and listens is not behaviour to be put back.
  const placed = new Set(['providerUrl', 'ports', 'root']);
  const usual = Object.fromEntries(Object.entries(usualBehaviour).filter(([key]) => !placed.has(key)));

  const contents = async (): Promise<string> => {
    const db = await PGlite.create(join(directory, 'queue', 'pgdata'));
    const tables = await db.query<{ name: string }>(
      "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'bullmq'",
    );
    const rows = await Promise.all(
      tables.rows.map(table => db.query(`SELECT * FROM bullmq."${table.name}"`)),
    );
    await db.close();
    return JSON.stringify(rows.map(result => result.rows));
  };

  /** As a person does it by hand, whose terminal then goes away. */
  const leaveOrphan = async (): Promise<void> => {
    const log = pino({ level: 'silent' });
    const servers = createServers(config.servers, config.ssh, log);
    const found = await servers.get('ali')?.container();
    await found?.exec(['/CLIProxyAPI/CLIProxyAPI', '-claude-login', '-no-browser']);
    await eventually('the orphan listens', async () =>
      (await container.portFree(54545)) ? undefined : true,
    );
    await servers.close();
  };

  const config: World['config'] = {
    servers: Object.keys(sandbox.servers).map(name => ({
      name,
      containers: ['cliproxy', 'cli-proxy-api'],
      program: '/CLIProxyAPI/CLIProxyAPI',
      authDir,
      dockerSocket: '/var/run/docker.sock',
      configFile: '/CLIProxyAPI/config.yaml',
      apiPort: 8317,
      apiKey: sandbox.apiKey,
      ...(managementKey !== undefined && { managementKey }),
    })),
    ssh: { configFile: sandbox.sshConfigFile, home: homedir(), localUser: 'somebody' },
  };

  return {
    config,
    openJobs: () => openEmbeddedJobs({ directory, log: pino({ level: 'silent' }) }),
    oneHub: sandbox.oneHub,
    oneHubFromServer: 'http://127.0.0.1:3000',
    reset: async () => {
      sandbox.oneHub.reset();
      await server.faults.refuseConnections(false);
      for (const each of Object.values(sandbox.servers).map(known => known.container)) {
        await each.stop();
        for (const file of each.authFiles()) rmSync(join(each.directory, authDir, file));
        each.behave(usual);
        each.write('/CLIProxyAPI/config.yaml', configuration);
        await each.start();
      }
    },
    behave: change => {
      container.behave(change);
      return Promise.resolve();
    },
    visit: visitConsentPage,
    authFiles: name => Promise.resolve(containerOf(name).authFiles()),
    readAuthFile: (file, name) => {
      const there = containerOf(name);
      if (!there.authFiles().includes(file)) return Promise.resolve(undefined);
      return Promise.resolve(JSON.parse(there.read(join(authDir, file))) as Record<string, unknown>);
    },
    processes: () => Promise.resolve(container.processes()),
    portFree: () => container.portFree(54545),
    apiUrl: () => Promise.resolve(container.url(8317)),
    reach: async path => {
      await fetch(`${container.url(54545)}${path}`, { redirect: 'manual' });
    },
    configure: async line => {
      const path = '/CLIProxyAPI/config.yaml';
      container.write(path, `${container.read(path)}\n${line}\n`);
      await container.restart();
    },
    readConfig: () => Promise.resolve(container.read('/CLIProxyAPI/config.yaml')),
    writeConfig: text => {
      container.write('/CLIProxyAPI/config.yaml', text);
      return Promise.resolve();
    },
    leaveOrphan,
    dropConnections: () => {
      server.faults.dropConnections();
      return Promise.resolve();
    },
    refuseConnections: server.faults.refuseConnections,
    restartContainer: container.restart,
    stopContainer: container.stop,
    startContainer: container.start,
    serves: container.serves,
    kill: container.kill,
    crash: container.crash,
    loop: container.loop,
    heal: () => {
      container.heal();
      return Promise.resolve();
    },
    oom: container.oom,
    pause: () => {
      container.pause();
      return Promise.resolve();
    },
    unpause: () => {
      container.unpause();
      return Promise.resolve();
    },
    recreate: ({ tag, pulled } = {}) =>
      container.recreate({
        ...(tag !== undefined && { image: `eceasy/cli-proxy-api:${tag}` }),
        ...(pulled !== undefined && { pulled }),
      }),
    restartEngine: () => server.restartEngine(),
    writeAuthFile: (name, content, at) => {
      containerOf(at).write(join(authDir, name), `${JSON.stringify(content)}\n`);
      return Promise.resolve();
    },
    removeAuthFile: name => {
      rmSync(join(container.directory, authDir, name));
      return Promise.resolve();
    },
    contents,
    close: async () => {
      await sandbox.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
