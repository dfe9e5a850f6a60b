import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { visitConsentPage } from '../../sandbox/browser';
import type { Sandbox } from '../../sandbox/contracts';
import { openSandbox } from '../../sandbox/sandbox';
import { standInProgram } from '../../sandbox/stand-in';
import { connectBySshFiles, execLogin } from './way-in';

describe('the sandbox', () => {
  let sandbox: Sandbox | undefined;
  const open = async (options: Parameters<typeof openSandbox>[0] = {}): Promise<Sandbox> => {
    sandbox = await openSandbox(options);
    return sandbox;
  };
  afterEach(() => sandbox?.close());

  it('takes one login from the link to the count of clients', async () => {
    const { sshConfigFile, server } = await open({ behaviour: { version: 'v6.4.0' } });
    const way = await connectBySshFiles(sshConfigFile, 'ali');
    const { container } = server('ali');

    const login = await execLogin(way.docker, container.name);
    const [, link = ''] = await login.seen(/(http:\S+)\n/);
    const back = await visitConsentPage(link, { decision: 'authorize', email: 'user@example.com' });
    const answer = await way.get('127.0.0.1', 54545, new URL(back).pathname + new URL(back).search);
    await login.ended;
    way.close();

    expect(answer).toBe(302);
    expect(login.text()).toMatch(/\nClaude authentication successful!\n$/);
    expect(container.authFiles()).toEqual(['claude-user@example.com.json']);
    expect(await container.portFree(54545)).toBe(true);
    await eventually(() => container.log().includes('configuration updated: 1 clients'));
  });

  it('keeps servers apart', async () => {
    const { sshConfigFile, server } = await open({ servers: ['ali', 'tokyo'] });
    server('tokyo').container.behave({ version: 'v6.4.0' });
    const ways = await Promise.all(['ali', 'tokyo'].map(name => connectBySshFiles(sshConfigFile, name)));

    const logins = await Promise.all(ways.map(way => execLogin(way.docker, 'cliproxy')));
    const versions = await Promise.all(logins.map(login => login.seen(/Version: (\S+),[^]*Waiting/)));
    for (const way of ways) way.close();

    expect(versions.map(([, version]) => version)).toEqual(['v7.2.140', 'v6.4.0']);
  });

  it('lets a login outlive its client, its connection and its stdin', async () => {
    const { sshConfigFile, server } = await open();
    const { container, faults } = server('ali');
    const way = await connectBySshFiles(sshConfigFile, 'ali');
    const login = await execLogin(way.docker, 'cliproxy');
    await login.seen(/Waiting/);

    faults.dropConnections();
    await login.lost;
    await eventually(() => faults.connections() === 0);

    expect(container.processes()).toEqual([
      './CLIProxyAPI',
      '/CLIProxyAPI/CLIProxyAPI -claude-login -no-browser',
    ]);
    expect(await container.portFree(54545)).toBe(false);
  });

  it('ends every login with its container', async () => {
    const { sshConfigFile, server } = await open();
    const { container } = server('ali');
    const way = await connectBySshFiles(sshConfigFile, 'ali');
    const login = await execLogin(way.docker, 'cliproxy');
    await login.seen(/Waiting/);

    await container.restart();
    way.close();

    expect(container.processes()).toEqual(['./CLIProxyAPI']);
    expect(await container.portFree(54545)).toBe(true);
  });

  it('publishes no port where it is told so, but keeps the container reachable by its address', async () => {
    const { sshConfigFile } = await open({ published: false });
    const way = await connectBySshFiles(sshConfigFile, 'ali');
    const login = await execLogin(way.docker, 'cliproxy');
    await login.seen(/Waiting/);

    const published = await way.get('127.0.0.1', 54545, '/success').catch((error: unknown) => error);
    const { NetworkSettings } = await way.docker.getContainer('cliproxy').inspect();
    const address = Object.values(NetworkSettings.Networks)[0]?.IPAddress ?? '';
    const direct = await way.get(address, 54545, '/success');
    way.close();

    expect(published).toMatchObject({ reason: 2 });
    expect(direct).toBe(200);
  });

  it('has the variables it was given in its containers', async () => {
    const { sshConfigFile } = await open({ env: { MANAGEMENT_PASSWORD: 'k3y' } });
    const way = await connectBySshFiles(sshConfigFile, 'ali');

    const status = await way.get('127.0.0.1', 8317, '/v0/management/auth-files');
    const { Config } = await way.docker.getContainer('cliproxy').inspect();
    way.close();

    expect(status).toBe(401);
    expect(Config.Env).toContain('MANAGEMENT_PASSWORD=k3y');
  });

  it('takes connections to a container that is paused, and leaves them without an answer', async () => {
    const { sshConfigFile, server } = await open();
    const way = await connectBySshFiles(sshConfigFile, 'ali');
    server('ali').container.pause();

    const asked = way.get('127.0.0.1', 8317, '/healthz');
    const early = await Promise.race([
      asked,
      new Promise(resolve => setTimeout(resolve, 200, 'nothing yet')),
    ]);
    server('ali').container.unpause();
    const late = await asked;
    way.close();

    expect([early, late]).toEqual(['nothing yet', 200]);
  });

  it('leaves nothing behind', async () => {
    const { directory, server, close } = await open();
    const url = server('ali').container.url(8317);

    await close();

    await expect(fetch(url)).rejects.toThrow();
    expect(existsSync(directory)).toBe(false);
  });

  it('dies with the process that opened it, however that ends', async () => {
    const parent = spawn(process.execPath, ['-e', parentProgram, await standInProgram()], { stdio: 'pipe' });
    const [pid] = (await once(parent.stdout, 'data')) as [Buffer];

    parent.kill('SIGKILL');

    await eventually(() => !alive(Number(pid)));
    expect(alive(Number(pid))).toBe(false);
  });
});

/** Starts a login whose stdin stays open, as the engine does, and says its pid once it waits. */
const parentProgram = `
  const { spawn } = require('node:child_process');
  const child = spawn(process.execPath, [process.argv[1], '-claude-login'], {
    cwd: ${JSON.stringify(join(__dirname, 'fixtures', 'container'))},
    env: { STANDIN: JSON.stringify({ ports: { 54545: 0 } }) },
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  });
  child.stdout.on('data', text => String(text).includes('Waiting') && console.log(child.pid));
`;

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function eventually(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(done => setTimeout(done, 10));
}
