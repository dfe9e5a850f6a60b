import { chmod } from 'node:fs/promises';
import type { Client } from 'ssh2';
import { createStat } from '../../../src/server/ssh/stat';
import { createScene, type Scene } from '../scene';

describe('a file of a server', () => {
  let scene: Scene;
  const files = new Map<string, string>();
  afterEach(() => scene.close());

  async function withKey(mode: number): Promise<void> {
    scene = await createScene({ files: path => files.get(path) });
    const real = await scene.home.write('key', 'secret');
    await chmod(real, mode);
    files.set('/srv/auths/key', real);
  }

  it('has its permissions', async () => {
    await withKey(0o640);

    const found = await scene.ali.stat('/srv/auths/key');

    expect(found).toEqual({ mode: 0o640 });
  });

  it('is not seen where there is none', async () => {
    await withKey(0o600);

    await expect(scene.ali.stat('/srv/nothing')).resolves.toBeUndefined();
  });

  it('is not seen where the server has no SFTP, however often it is asked', async () => {
    scene = await createScene();

    const found = [];
    for (let asked = 0; asked < 12; asked++) found.push(await scene.ali.stat('/srv'));

    expect(found).toEqual(Array.from({ length: 12 }, () => undefined));
  });

  it('is not seen where the server does not answer in time', async () => {
    scene = await createScene();
    const link = await scene.connection().link();
    const silent = Object.create(link.client, { sftp: { value: () => undefined } }) as Client;
    const stat = createStat('ali', { link: () => Promise.resolve({ ...link, client: silent }) }, 20);

    await expect(stat('/srv')).resolves.toBeUndefined();
  });

  it('is told apart from a connection that is lost', async () => {
    scene = await createScene({
      files: () => {
        scene.sshd.faults.dropConnections();
        return undefined;
      },
    });

    await expect(scene.ali.stat('/srv')).rejects.toMatchObject({
      problem: { code: 'connection-lost', server: 'ali' },
    });
  });

  it('costs no session when it was looked at', async () => {
    await withKey(0o600);

    const found = [];
    for (let asked = 0; asked < 12; asked++) found.push(await scene.ali.stat('/srv/auths/key'));

    expect(found).toEqual(Array.from({ length: 12 }, () => ({ mode: 0o600 })));
  });

  it('can be looked at by many at once', async () => {
    await withKey(0o600);

    const found = await Promise.all(Array.from({ length: 12 }, () => scene.ali.stat('/srv/auths/key')));

    expect(found).toEqual(Array.from({ length: 12 }, () => ({ mode: 0o600 })));
  });
});
