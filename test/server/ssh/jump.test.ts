import { startSshServer, type SshServer } from '../../../sandbox/ssh/ssh-server';
import { jumpsOf } from '../../../src/server/ssh/jump';
import { createScene, type Scene } from '../scene';

describe('a server behind a jump host', () => {
  let scene: Scene;
  let inner: SshServer;
  beforeEach(async () => {
    scene = await createScene();
    inner = await startSshServer({
      user: 'root',
      authorizedKey: scene.keys.public,
      dockerSocket: '/var/run/docker.sock',
      docker: scene.engine.accept,
      route: () => undefined,
    });
    scene.ports.set('10.0.0.7:22', inner.port);
    const outer = `Host ali\n  HostName 127.0.0.1\n  Port ${scene.sshd.port}\n  User root`;
    await scene.home.write(
      'config',
      `${outer}\nHost tokyo\n  HostName 10.0.0.7\n  User root\n  ProxyJump ali`,
    );
  });
  afterEach(async () => {
    await scene.close();
    await inner.close();
  });

  async function know(host: string, key: string): Promise<void> {
    const outer = `[127.0.0.1]:${scene.sshd.port} ${scene.sshd.hostKey}`;
    await scene.home.write('known_hosts', `${outer}\n${host} ${key}\n`);
  }

  it('is reached through it', async () => {
    await know('10.0.0.7', inner.hostKey);

    await expect(scene.connection('tokyo').link()).resolves.toMatchObject({ host: '10.0.0.7', port: 22 });
  });

  it('shows a key of its own, which must be known', async () => {
    const link = scene.connection('tokyo').link();

    await expect(link).rejects.toMatchObject({
      problem: { code: 'host-key-unknown', server: 'tokyo', host: '10.0.0.7', fix: 'ssh tokyo' },
    });
  });

  it('is not reached through a jump host that shows a wrong key', async () => {
    await know('10.0.0.7', inner.hostKey);
    scene.sshd.faults.changeHostKey();

    const link = scene.connection('tokyo').link();

    await expect(link).rejects.toMatchObject({
      problem: { code: 'host-key-changed', server: 'tokyo', host: `[127.0.0.1]:${scene.sshd.port}` },
    });
    expect(inner.faults.connections()).toBe(0);
  });

  it('is lost with the jump host, and leaves nothing open when closed', async () => {
    await know('10.0.0.7', inner.hostKey);
    const connection = scene.connection('tokyo');
    const link = await connection.link();
    const lost = new Promise(resolve => link.lost.addEventListener('abort', resolve));

    scene.sshd.faults.dropConnections();
    await lost;

    scene.clock.nowMs += 60_000;
    const again = await connection.link();
    expect(again.lost.aborted).toBe(false);
    await connection.close();
    expect(again.lost.aborted).toBe(true);
  });

  it('is given up when the jump host cannot reach it', async () => {
    await know('10.0.0.7', inner.hostKey);
    scene.ports.clear();

    await expect(scene.connection('tokyo').link()).rejects.toMatchObject({
      problem: { code: 'ssh-failed', server: 'tokyo' },
    });
  });
});

describe('a ProxyJump', () => {
  it.each([
    [undefined, []],
    ['none', []],
    ['NONE', []],
    ['bastion', [{ host: 'bastion' }]],
    ['me@bastion:2222', [{ host: 'bastion', user: 'me', port: 2222 }]],
    ['ssh://me@bastion:2222/', [{ host: 'bastion', user: 'me', port: 2222 }]],
    ['[::1]:2222, second', [{ host: '::1', port: 2222 }, { host: 'second' }]],
    ['me@corp@bastion', [{ host: 'bastion', user: 'me@corp' }]],
  ])('is read: %s', (text, expected) => {
    expect(jumpsOf(text)).toEqual(expected);
  });
});
