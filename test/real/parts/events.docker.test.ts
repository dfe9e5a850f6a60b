import type Docker from 'dockerode';
import type { Server } from '../../../src/server/server';
import { eventsContract } from '../../server/events.contract';
import { follow } from '../../server/follow';
import { startDockerd, type RealEngine } from './dockerd';
import { serverOver } from './server-over-ssh';
import { makeContainer, removeContainers } from './some-container';
import { startSshd, type RealSshd } from './sshd';

jest.setTimeout(60_000);

let engine: RealEngine;
let sshd: RealSshd;
let server: Server;
let container: Docker.Container;

beforeAll(async () => {
  engine = await startDockerd();
  sshd = await startSshd({ dockerHost: `unix://${engine.socket}` });
});

beforeEach(async () => {
  container = await makeContainer(engine, 'cliproxy');
  server = serverOver(sshd, engine, 'cliproxy');
});

afterEach(async () => {
  await server.close();
  await removeContainers(engine);
});

afterAll(async () => {
  await sshd.close();
  await engine.close();
});

describe.each([
  ['its forwarded socket', true],
  ['the docker command, where forwarding is off', false],
])('the events of a real Docker engine through OpenSSH, by %s', (_way, forwarding) => {
  beforeAll(() => sshd.setForwarding(forwarding));
  beforeEach(() => container.start());

  eventsContract(() => ({
    server,
    pause: () => container.pause(),
    unpause: () => container.unpause(),
    cut: () => sshd.dropConnections(),
  }));
});

describe('the life of a real container', () => {
  it('is told in Docker’s words, from its start to its end', async () => {
    const followed = await follow(server);

    await container.start();
    await container.kill();
    await container.wait();
    await container.start();
    await container.restart({ t: 5 });
    await container.stop({ t: 5 });
    await container.rename({ name: 'old' });
    await container.remove();
    const again = await makeContainer(engine, 'cliproxy');
    const told = await followed.come(15);

    followed.end();
    expect(told).toEqual([
      'start',
      ...['kill', 'die'],
      'start',
      ...['kill', 'die', 'stop', 'start', 'restart'],
      ...['kill', 'die', 'stop'],
      'rename',
      ...['destroy', 'create'],
    ]);
    const kills = followed.events.filter(({ action }) => action === 'kill');
    const ends = followed.events.filter(({ action }) => action === 'die');
    expect(kills.map(({ signal }) => signal)).toEqual([9, 15, 15]);
    expect(ends.map(({ exitCode }) => exitCode)).toEqual([137, 0, 0]);
    expect(followed.events.at(-2)).toMatchObject({ action: 'destroy', container: container.id, name: 'old' });
    expect(followed.events.at(-1)).toMatchObject({ container: again.id, name: 'cliproxy' });
  });

  it('is told with its health, and without what is asked inside it', async () => {
    const checked = await makeContainer(engine, 'checked', { healthCheck: true });
    const followed = await follow(server);
    await checked.start();
    await followed.come(2);
    const exec = await checked.exec({ Cmd: ['/bin/sh', '-c', 'touch /tmp/ill'], AttachStdout: true });

    await exec.start({});
    const told = await followed.come(3);

    followed.end();
    expect(told).toEqual(['start', 'healthy', 'unhealthy']);
  });

  it('leaves facts behind', async () => {
    const nothing = (await server.container()).facts;
    await container.start();
    await container.kill();
    await container.wait();

    const { facts, status, startedAtMs } = await server.container();

    expect(nothing).toMatchObject({ finishedAtMs: 0, exitCode: 0, image: engine.network });
    expect(status).toBe('exited');
    expect(facts.exitCode).toBe(137);
    expect(facts.imageId).toMatch(/^sha256:/);
    expect(facts.finishedAtMs).toBeGreaterThan(startedAtMs);
    expect(facts.createdAtMs).toBeLessThan(startedAtMs);
    expect(facts.mounts['/usr']).toBe('/usr');
  });
});

describe('a real Docker engine', () => {
  it('says its version and its clock, which is this machine’s', async () => {
    const { version, nowMs } = await server.engine();

    expect(version).toMatch(/^\d+\.\d+/);
    expect(Math.abs(nowMs - Date.now())).toBeLessThan(1_000);
  });

  it('leaves those who follow when it stops', async () => {
    const mortal = await startDockerd({ dockerHost: '' });
    const away = serverOver(sshd, mortal, 'cliproxy');
    await sshd.setForwarding(true);
    const followed = await follow(away);

    await mortal.close();

    await expect(followed.over).rejects.toMatchObject({ problem: { code: 'connection-lost' } });
    await away.close();
  });
});

describe('a file of a real server', () => {
  it('is seen by SFTP, and nothing is where there is nothing', async () => {
    const [known, unknown] = await Promise.all([server.stat(sshd.keyFile), server.stat('/nothing/there')]);

    expect(known).toEqual({ mode: 0o600 });
    expect(unknown).toBeUndefined();
  });

  it('costs no session, however often it is looked at', async () => {
    const looks = Array.from({ length: 15 }, () => server.stat(sshd.keyFile));

    await expect(Promise.all(looks)).resolves.toEqual(looks.map(() => ({ mode: 0o600 })));
  });
});
