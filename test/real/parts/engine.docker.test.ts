import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { startStandIn, type StandIn } from './container';
import { startDockerd, type RealEngine } from './dockerd';
import { until } from './until';

jest.setTimeout(60_000);

describe('a real Docker engine with the stand-in in a container', () => {
  let engine: RealEngine;
  let standIn: StandIn;

  beforeAll(async () => {
    engine = await startDockerd();
    standIn = await startStandIn(engine, { name: 'cliproxy', publish: { api: 0 } });
  });

  afterAll(async () => {
    await engine.close();
  });

  it('serves from the container, at its own address and where it is published', async () => {
    const { NetworkSettings } = await engine.docker.getContainer('cliproxy').inspect();
    const published = Number(NetworkSettings.Ports['8317/tcp']?.[0]?.HostPort);
    const origins = [`http://${await standIn.address()}:8317`, `http://127.0.0.1:${published}`];

    const answers = await Promise.all(origins.map(async origin => (await fetch(`${origin}/healthz`)).status));

    expect(answers).toEqual([200, 200]);
  });

  it('reaches what the machine listens on at the gateway', async () => {
    const server = createServer((_request, response) => response.end('from the machine'));
    await promisify((done: () => void) => server.listen(0, engine.gateway, done))();
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;

    const script = `fetch('http://${engine.gateway}:${port}').then(r => r.text()).then(console.log)`;
    const said = await output(engine, [process.execPath, '-e', script]);

    server.close();
    expect(said).toContain('from the machine');
  });

  it('keeps a program running whose client is gone, until the callback port ends it', async () => {
    const stream = await execute(engine, ['./CLIProxyAPI', '-claude-login', '-no-browser']);
    await until('the link is printed', () => String(stream.read() ?? '').includes('/oauth/authorize'));

    stream.destroy();

    const login = '/CLIProxyAPI/CLIProxyAPI .*-claude-login -no-browser';
    const running = await standIn.processes();
    await fetch(`http://${await standIn.address()}:54545/callback?error=cancelled`);
    expect(running).toContainEqual(expect.stringMatching(login));
    await until('the login ended', async () => (await standIn.processes()).length === 1);
  });

  it('sees credential files as the container does', async () => {
    const script = `require('fs').writeFileSync('/root/.cli-proxy-api/a.json', '{"type":"claude"}')`;

    await output(engine, [process.execPath, '-e', script]);

    expect(await standIn.authFiles()).toEqual(['a.json']);
  });

  it('behaves as told when it starts again', async () => {
    await standIn.setBehaviour({ version: 'v6.4.0' });

    await standIn.stop();
    await standIn.start();

    expect((await standIn.log()).match(/CLIProxyAPI Version: v[\d.]+/g)?.at(-1)).toBe(
      'CLIProxyAPI Version: v6.4.0',
    );
  });
});

describe('a Docker engine that ends', () => {
  it('takes containers, mounts, network and files along', async () => {
    const engine = await startDockerd();
    await startStandIn(engine, { name: 'cliproxy' });

    await engine.close();

    expect(leftovers(engine)).toEqual([]);
  });

  it('leaves nothing behind when it crashed either', async () => {
    const engine = await startDockerd();
    await startStandIn(engine, { name: 'cliproxy' });
    process.kill(Number(readFileSync(join(engine.directory, 'dockerd.pid'), 'utf8')), 'SIGKILL');

    await engine.close();

    expect(leftovers(engine)).toEqual([]);
  });
});

describe('a Docker engine that cannot be had', () => {
  it('is named, with the way to get it', async () => {
    const started = startDockerd({ dockerHost: undefined, searchPath: '/nowhere' });

    await expect(started).rejects.toThrow(
      'dockerd is missing: these tests need it. Get it with: apt-get install docker.io',
    );
  });
});

async function execute(engine: RealEngine, argv: string[]) {
  const exec = await engine.docker
    .getContainer('cliproxy')
    .exec({ Cmd: argv, AttachStdout: true, AttachStderr: true });
  return await exec.start({ hijack: true, stdin: false });
}

async function output(engine: RealEngine, argv: string[]): Promise<string> {
  return await text(await execute(engine, argv));
}

/** Processes, mounts, network interfaces and files that still belong to an engine. */
function leftovers(engine: RealEngine): readonly string[] {
  const { directory, network } = engine;
  const lines = [
    execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }),
    readFileSync('/proc/mounts', 'utf8'),
    readFileSync('/proc/net/dev', 'utf8'),
  ].flatMap(text => text.split('\n'));
  return [
    ...lines.filter(line => line.includes(directory) || line.includes(network)),
    ...(existsSync(directory) ? [directory] : []),
  ];
}
