import { authDir, configFile, openSandboxScene, type SandboxScene } from './sandbox-scene';

const name = 'claude-ada@example.com.json';
const authFile = `${authDir}/${name}`;
const [old, next] = [Buffer.from('{"a":"old"}'), Buffer.from('{"a":"new"}')];
/** More than what SSH and HTTP take in one go. */
const large = Buffer.alloc(1_000_000, 'x');

describe('a file that is put into a container', () => {
  let scene: SandboxScene;
  beforeAll(async () => {
    scene = await openSandboxScene();
  });
  beforeEach(async () => {
    const container = await scene.container();
    await Promise.all(scene.machine.authFiles().map(file => container.remove(`${authDir}/${file}`)));
    scene.write(authFile, old);
  });
  afterEach(() => {
    for (const mount of [authDir, '/']) {
      scene.machine.fillDisk(mount, false);
      scene.machine.makeReadOnly(mount, false);
    }
  });
  afterAll(() => scene.close());

  it('takes the place of what was there, with the mode it was given', async () => {
    const container = await scene.container();

    await container.put(authFile, next, 0o600);

    expect(scene.bytes(authFile)).toEqual(next);
    expect(scene.stat(authFile).mode).toBe(0o600);
    expect(scene.machine.authFiles()).toEqual([name]);
  });

  it('is whole when it is large, and when it is empty', async () => {
    const container = await scene.container();

    await Promise.all([
      container.put(`${authDir}/large`, large, 0o600),
      container.put(`${authDir}/empty`, Buffer.alloc(0), 0o600),
    ]);

    expect(scene.bytes(`${authDir}/large`).equals(large)).toBe(true);
    expect(scene.bytes(`${authDir}/empty`)).toHaveLength(0);
  });

  it.each(["a b'c$(d);.json", '-rf.json', '账号.json'])('may be called %s', async odd => {
    const container = await scene.container();

    await container.put(`${authDir}/${odd}`, next, 0o600);

    expect(scene.bytes(`${authDir}/${odd}`)).toEqual(next);
  });

  it('has the time of the server and not ours', async () => {
    scene.pretended.setClock(3_600_000);
    const container = await scene.container();

    await container.put(authFile, next, 0o600);

    const [file] = (await container.files(authFile, { maxFileBytes: 0 })) ?? [];
    scene.pretended.setClock(0);
    expect(Math.abs((file?.modifiedAtMs ?? 0) - Date.now() - 3_600_000)).toBeLessThan(10_000);
  });

  it('is put twice at once, and one of the two is there, whole', async () => {
    const container = await scene.container();

    await Promise.all([container.put(authFile, next, 0o600), container.put(authFile, large, 0o600)]);

    const there = scene.bytes(authFile);
    expect(there.equals(next) || there.equals(large)).toBe(true);
    expect(scene.machine.authFiles()).toEqual([name]);
  });

  it.each([0, 20_000, 900_000])(
    'is not there when the connection is lost after %d bytes, and what was there is',
    async afterBytes => {
      const container = await scene.container();
      scene.pretended.cutUpload(afterBytes);

      const put = container.put(authFile, large, 0o600);

      await expect(put).rejects.toMatchObject({ problem: { code: 'connection-lost', server: 'ali' } });
      expect(scene.bytes(authFile)).toEqual(old);
      expect(scene.machine.authFiles()).toEqual([name]);
    },
  );

  it('is not there when the disk is full, and nothing of it is', async () => {
    const container = await scene.container();
    scene.machine.fillDisk(authDir, true);

    const put = container.put(authFile, large, 0o600);

    await expect(put).rejects.toMatchObject({ problem: { code: 'disk-full', path: authFile } });
    expect(scene.bytes(authFile)).toEqual(old);
    expect(scene.machine.authFiles()).toEqual([name]);
  });

  it.each([
    [authDir, authFile],
    ['/', '/CLIProxyAPI/static/a.css'],
  ])('is refused where %s is read-only', async (mount, path) => {
    const container = await scene.container();
    scene.machine.write('/CLIProxyAPI/static/b.css', '');
    scene.machine.makeReadOnly(mount, true);

    const put = container.put(path, next, 0o600);

    await expect(put).rejects.toMatchObject({ problem: { code: 'read-only', server: 'ali', path } });
    expect(scene.bytes(authFile)).toEqual(old);
  });

  it('is refused where it is a mount, and leaves nothing beside it', async () => {
    const container = await scene.container();

    const put = container.put(configFile, next, 0o600);

    await expect(put).rejects.toMatchObject({ problem: { code: 'write-failed', path: configFile } });
    const files = (await container.files('/CLIProxyAPI', { maxFileBytes: 0 })) ?? [];
    expect(files.filter(({ path }) => path.includes('/.'))).toEqual([]);
  });

  it('is refused where a directory is in its place', async () => {
    const container = await scene.container();
    scene.machine.write('/CLIProxyAPI/static/b.css', '');

    const put = container.put('/CLIProxyAPI/static', next, 0o600);

    await expect(put).rejects.toMatchObject({
      problem: { code: 'write-failed', detail: 'mv: /CLIProxyAPI/static: Is a directory' },
    });
  });
});
