import type { Duplex } from 'node:stream';
import { visitConsentPage } from '../../../sandbox/browser';
import { startProvider } from '../../../sandbox/provider';
import { startStandIn, type StandIn } from './container';
import { startDockerd, type RealEngine } from './dockerd';
import { until } from './until';

jest.setTimeout(60_000);

describe('the stand-in in a real container', () => {
  let engine: RealEngine;
  let standIn: StandIn;

  beforeAll(async () => {
    engine = await startDockerd();
  });

  beforeEach(async () => {
    standIn = await startStandIn(engine, { name: 'cliproxy', publish: { callback: 0 } });
  });

  afterEach(async () => {
    await standIn.remove();
  });

  afterAll(async () => {
    await engine.close();
  });

  it('serves at its own address', async () => {
    const answer = await fetch(`http://${await standIn.address()}:8317/healthz`);

    expect(answer.status).toBe(200);
  });

  it('logs an account in with a provider that listens at the gateway', async () => {
    const provider = await startProvider(engine.gateway);
    await standIn.setBehaviour({ providerUrl: provider.url });
    const login = await startLogin(engine);
    const callback = new URL(
      await visitConsentPage(login.link, { decision: 'authorize', email: 'a@example.com' }),
    );

    callback.host = `127.0.0.1:${await standIn.published(54545)}`;
    await fetch(callback, { redirect: 'manual' });

    await until('the login succeeded', () => login.output().includes('Claude authentication successful!'));
    await until('the server noticed', async () => (await standIn.log()).includes('processing incrementally'));
    expect(await standIn.authFiles()).toEqual(['claude-a@example.com.json']);
    await provider.close();
  });

  it('keeps a login whose client is gone, until the callback port ends it', async () => {
    const login = await startLogin(engine);

    login.stream.destroy();

    const running = await standIn.processes();
    await fetch(`http://${await standIn.address()}:54545/callback?error=cancelled`);
    expect(running).toContainEqual(expect.stringMatching(/^\/CLIProxyAPI\/CLIProxyAPI .*-claude-login/));
    await until('the login ended', async () => (await standIn.processes()).length === 1);
  });

  it('behaves as told when it starts again', async () => {
    await standIn.setBehaviour({ version: 'v6.4.0' });

    await standIn.stop();
    await standIn.start();

    const versions = (await standIn.log()).match(/CLIProxyAPI Version: v[\d.]+/g);
    expect(versions?.at(-1)).toBe('CLIProxyAPI Version: v6.4.0');
  });

  it('says why it does not serve', async () => {
    const started = startStandIn(engine, { name: 'broken', config: 'auth-dir: ""' });

    await expect(started).rejects.toThrow('failed to create auth directory');
  });

  it('says how to compile it where it is not compiled', async () => {
    const started = startStandIn(engine, { name: 'cliproxy', program: '/nowhere' });

    await expect(started).rejects.toThrow(
      'the stand-in is not compiled (/nowhere/main.js): run npm run build',
    );
  });
});

/** Starts a login as `docker exec` does, and comes back when the link is there. */
async function startLogin(
  engine: RealEngine,
): Promise<{ readonly link: string; readonly stream: Duplex; output(): string }> {
  const exec = await engine.docker.getContainer('cliproxy').exec({
    Cmd: ['./CLIProxyAPI', '-claude-login', '-no-browser'],
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: false });
  let output = '';
  stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const link = await until(
    'the link is printed',
    () => /https?:\S+\/oauth\/authorize\?\S+/.exec(output)?.[0],
  );
  return { link, stream, output: () => output };
}
