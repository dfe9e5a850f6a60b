import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import Redis from 'ioredis';
import { pino } from 'pino';
import { visitConsentPage } from '../../sandbox/browser';
import { startOneHub } from '../../sandbox/onehub/pretend-onehub';
import { startProvider } from '../../sandbox/provider';
import { openRedisJobs } from '../../src/jobs/redis';
import type { World } from '../journey/world';
import { startStandIn, usualApiKey, usualConfig, type StandIn } from './parts/container';
import { startDockerd, type RealEngine } from './parts/dockerd';
import { startRedis, type RealRedis } from './parts/redis';
import { startSshd, type RealSshd, type SshdOptions } from './parts/sshd';
import { until } from './parts/until';
import { contentsOf } from './redis-contents';

/** A world of real parts. What the `World` does to a container it does to the first server's. */
export interface RealWorld extends World {
  readonly engine: RealEngine;
  readonly sshd: RealSshd;
  readonly redis: RealRedis;
  /** The containers, by the server they belong to. */
  readonly standIns: ReadonlyMap<string, StandIn>;
}

export interface RealWorldOptions {
  /** Whether the machine publishes the callback ports of the containers. Default: true. */
  readonly published?: boolean;
  /** Each has a container of its own, behind one and the same SSH server. Default: `['ali']`. */
  readonly servers?: readonly string[];
  readonly sshd?: SshdOptions;
  /** Variables of the containers (`MANAGEMENT_PASSWORD`). */
  readonly env?: Readonly<Record<string, string>>;
}

/** Enough for the program and some logins. */
const memoryMb = 512;

/** redis-server, OpenSSH's sshd, and a Docker engine with the stand-in in a container, all of their own. */
export async function openRealWorld(options: RealWorldOptions = {}): Promise<RealWorld> {
  const { published = true, servers = ['ali'], env = {} } = options;
  const managementKey = env['MANAGEMENT_PASSWORD'];
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (let end = closing.pop(); end !== undefined; end = closing.pop()) await end();
  };
  /** What was opened is closed, last first, also when a later part cannot be had. */
  const kept = async <Part extends { close(): Promise<void> }>(part: Promise<Part>): Promise<Part> => {
    const opened = await part;
    closing.push(() => opened.close());
    return opened;
  };

  try {
    const engine = await kept(startDockerd());
    const dockerHost = `unix://${engine.socket}`;
    const sshd = await kept(startSshd({ dockerHost, aliases: servers, ...options.sshd }));
    const redis = await kept(startRedis());
    const provider = await kept(startProvider(engine.gateway));
    const oneHub = await kept(startOneHub());
    const usual = { providerUrl: provider.url };
    const standIns = new Map<string, StandIn>();
    for (const server of servers) {
      const name = containerOf(server, servers);
      const publish = published ? { callback: 0 } : {};
      const standIn = await startStandIn(engine, { name, publish, behaviour: usual, memoryMb, env });
      closing.push(() => standIn.remove());
      standIns.set(server, standIn);
    }
    const first = standIns.get(servers[0] ?? '');
    if (first === undefined) throw new Error('a world has at least one server');
    const standInOf = (server: string | undefined): StandIn =>
      (server === undefined ? undefined : standIns.get(server)) ?? first;
    const callbackUrl = async (): Promise<string> => `http://${await first.address()}:54545`;

    return {
      engine,
      sshd,
      redis,
      standIns,
      config: {
        servers: servers.map(name => ({
          name,
          containers: [containerOf(name, servers)],
          program: '/CLIProxyAPI/CLIProxyAPI',
          authDir: '/root/.cli-proxy-api',
          dockerSocket: engine.socket,
          configFile: '/CLIProxyAPI/config.yaml',
          apiPort: 8317,
          apiKey: usualApiKey,
          ...(managementKey !== undefined && { managementKey }),
        })),
        ssh: { configFile: sshd.configFile, home: dirname(sshd.configFile), localUser: 'somebody' },
      },
      openJobs: () => openRedisJobs({ url: redis.url, log: pino({ level: 'silent' }) }),
      oneHub,
      oneHubFromServer: oneHub.url,
      reset: async () => {
        oneHub.reset();
        await sshd.start();
        for (const standIn of standIns.values()) {
          await standIn.stop();
          await empty(standIn.authDirectory);
          await empty(standIn.logDirectory);
          await standIn.setBehaviour(usual);
          await writeFile(standIn.configFile, usualConfig);
          await standIn.start();
        }
      },
      behave: change => first.setBehaviour({ ...usual, ...change }),
      visit: visitConsentPage,
      authFiles: server => standInOf(server).authFiles(),
      readAuthFile: async (name, server) => {
        const path = join(standInOf(server).authDirectory, name);
        const text = await readFile(path, 'utf8').catch(() => undefined);
        return text === undefined ? undefined : (JSON.parse(text) as Record<string, unknown>);
      },
      processes: () => first.processes(),
      portFree: async () => !(await accepts(await first.address(), 54545)),
      apiUrl: async () => `http://${await first.address()}:8317`,
      reach: async path => {
        await fetch(`${await callbackUrl()}${path}`, { redirect: 'manual' });
      },
      configure: async line => {
        await writeFile(first.configFile, `${await readFile(first.configFile, 'utf8')}\n${line}\n`);
        await restart(engine, first);
      },
      readConfig: () => readFile(first.configFile, 'utf8'),
      writeConfig: text => writeFile(first.configFile, text),
      leaveOrphan: () => leaveOrphan(engine, first),
      dropConnections: () => sshd.dropConnections(),
      refuseConnections: on => (on ? sshd.stop() : sshd.start()),
      restartContainer: () => restart(engine, first),
      stopContainer: () => first.stop(),
      startContainer: () => first.start(),
      serves: () => first.serves(),
      kill: async () => {
        const container = engine.docker.getContainer(first.id);
        await container.kill();
        await container.wait();
      },
      crash: exitCode => first.crash(exitCode),
      loop: async exitCode => {
        await first.changeBehaviour({ exitAfterMs: 200 });
        await first.crash(exitCode);
      },
      heal: () => first.changeBehaviour({ exitAfterMs: 0, exitCode: 0 }),
      oom: () => first.oom(),
      pause: () => engine.docker.getContainer(first.id).pause(),
      unpause: () => engine.docker.getContainer(first.id).unpause(),
      recreate: change => first.recreate(change),
      restartEngine: async () => {
        await engine.restart();
        await first.serves();
      },
      writeAuthFile: (name, content, server) =>
        writeFile(join(standInOf(server).authDirectory, name), `${JSON.stringify(content)}\n`),
      removeAuthFile: name => rm(join(first.authDirectory, name)),
      contents: () => {
        const client = new Redis(redis.url);
        return contentsOf(client).finally(() => client.disconnect());
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One server's container has the name that people give it; more of them share an engine here. */
function containerOf(server: string, servers: readonly string[]): string {
  return servers.length === 1 ? 'cliproxy' : `cliproxy-${server}`;
}

async function empty(directory: string): Promise<void> {
  for (const name of await readdir(directory)) await rm(join(directory, name), { recursive: true });
}

async function restart(engine: RealEngine, standIn: StandIn): Promise<void> {
  await engine.docker.getContainer(standIn.id).restart({ t: 3 });
  await standIn.serves();
}

/** As a person does it by hand with `docker exec`, whose terminal then goes away. */
async function leaveOrphan(engine: RealEngine, standIn: StandIn): Promise<void> {
  const program = await engine.docker.getContainer(standIn.id).exec({
    Cmd: ['./CLIProxyAPI', '-claude-login', '-no-browser'],
    AttachStdout: true,
    AttachStderr: true,
  });
  const terminal = await program.start({ hijack: true, stdin: false });
  const address = await standIn.address();
  await until('the orphan listens', () => accepts(address, 54545));
  terminal.destroy();
}

/** Whether somebody listens on a port. */
function accepts(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, host);
    const answer = (is: boolean) => () => {
      socket.destroy();
      resolve(is);
    };
    socket.once('connect', answer(true)).once('error', answer(false));
  });
}
