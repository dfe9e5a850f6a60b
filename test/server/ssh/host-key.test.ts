import { createHmac } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import ssh2 from 'ssh2';
import { fingerprint } from '../../../src/server/ssh/known-hosts';
import { createScene, type Scene } from '../scene';

describe('the host key of a server', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await createScene();
  });
  afterEach(() => scene.close());

  function blob(): Buffer {
    return Buffer.from(scene.sshd.hostKey.split(' ')[1] ?? '', 'base64');
  }

  it('is refused when it is unknown, with its fingerprint and what to do', async () => {
    await scene.home.write('known_hosts', '');

    await expect(scene.connection().link()).rejects.toMatchObject({
      problem: {
        code: 'host-key-unknown',
        server: 'ali',
        host: `[127.0.0.1]:${scene.sshd.port}`,
        fingerprint: fingerprint(blob()),
        fix: 'ssh ali',
      },
    });
  });

  it('is refused when there is no known_hosts file at all', async () => {
    await rm(path.join(scene.home.directory, '.ssh/known_hosts'));

    await expect(scene.connection().link()).rejects.toMatchObject({ problem: { code: 'host-key-unknown' } });
  });

  it('is refused when it changed, with the command that forgets the old one', async () => {
    const known = fingerprint(blob());
    scene.sshd.faults.changeHostKey();

    const refused = await scene
      .connection()
      .link()
      .catch((error: unknown) => error);

    expect(refused).toMatchObject({
      problem: {
        code: 'host-key-changed',
        server: 'ali',
        fix: `ssh-keygen -R '[127.0.0.1]:${scene.sshd.port}'`,
      },
    });
    expect(refused).not.toMatchObject({ problem: { fingerprint: known } });
  });

  it('names the file that holds the old key, where it is not the usual one', async () => {
    const file = await scene.home.write('other hosts', `bastion ${scene.sshd.hostKey}\n`);
    await scene.home.write(
      'config',
      `Host ali\n  HostName 127.0.0.1\n  Port ${scene.sshd.port}\n  HostKeyAlias bastion\n  UserKnownHostsFile "${file}"`,
    );
    scene.sshd.faults.changeHostKey();

    await expect(scene.connection().link()).rejects.toMatchObject({
      problem: { code: 'host-key-changed', fix: `ssh-keygen -f '${file}' -R bastion` },
    });
  });

  it('is refused when it is revoked', async () => {
    await scene.home.write(
      'known_hosts',
      `@revoked * ${scene.sshd.hostKey}\n[127.0.0.1]:${scene.sshd.port} ${scene.sshd.hostKey}\n`,
    );

    const refused = await scene
      .connection()
      .link()
      .catch((error: unknown) => error);

    expect(refused).toMatchObject({ problem: { code: 'ssh-failed' } });
    expect(JSON.stringify(refused)).toContain('@revoked');
  });

  it('is not taken on trust when known_hosts cannot be read', async () => {
    const file = path.join(scene.home.directory, '.ssh/known_hosts');
    await rm(file);
    await mkdir(file);

    await expect(scene.connection().link()).rejects.toMatchObject({
      problem: { code: 'known-hosts-unreadable', server: 'ali', file },
    });
    expect(scene.sshd.faults.connections()).toBe(0);
  });

  it('is found under a hashed name', async () => {
    const salt = Buffer.alloc(20, 7);
    const hash = createHmac('sha1', salt).update(`[127.0.0.1]:${scene.sshd.port}`).digest('base64');
    await scene.home.write('known_hosts', `|1|${salt.toString('base64')}|${hash} ${scene.sshd.hostKey}\n`);

    await expect(scene.connection().link()).resolves.toBeDefined();
  });

  it('is asked for in the kind that is known, when the server has several', async () => {
    const preferred = ssh2.utils.generateKeyPairSync('ed25519');
    const known = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
    const server = new ssh2.Server({ hostKeys: [preferred.private, known.private] }, client => {
      client.on('error', () => undefined);
      client.on('authentication', context => context.accept());
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await scene.home.write('known_hosts', `[127.0.0.1]:${port} ${known.public}\n`);
    await scene.home.write('config', `Host ali\n  HostName 127.0.0.1\n  Port ${port}\n`);
    const connection = scene.connection();

    const link = connection.link();

    await expect(link).resolves.toMatchObject({ port });
    await connection.close();
    await new Promise(resolve => server.close(resolve));
  });
});
