import { rewriteFile } from '../../../src/server/docker/rewrite';
import { authDir, configFile, openSandboxScene, type SandboxScene } from './sandbox-scene';

const was = Buffer.from('port: 8317\n# a comment\n');
const longer = Buffer.concat([was, Buffer.alloc(300_000, 'routing: fill-first\n')]);
const shorter = Buffer.from('port: 1\n');

describe('a mounted file of a container that is rewritten', () => {
  let scene: SandboxScene;
  beforeAll(async () => {
    scene = await openSandboxScene();
  });
  beforeEach(() => scene.write(configFile, was));
  afterEach(() => {
    for (const mount of [authDir, configFile, '/']) {
      scene.machine.fillDisk(mount, false);
      scene.machine.makeReadOnly(mount, false);
    }
  });
  afterAll(() => scene.close());

  /** What was laid down for a moment. */
  async function leftOvers(): Promise<readonly string[]> {
    const container = await scene.container();
    const found = await Promise.all(
      ['/CLIProxyAPI', authDir].map(path => container.files(path, { maxFileBytes: 0 })),
    );
    return found.flatMap(files => files ?? []).flatMap(({ path }) => (path.includes('/.re') ? [path] : []));
  }

  it.each([
    ['longer', longer],
    ['shorter', shorter],
    ['empty', Buffer.alloc(0)],
  ])('holds what is %s, and is the file it was', async (_what, content) => {
    const before = scene.stat(configFile);
    const container = await scene.container();

    await container.rewrite(configFile, was, content);

    expect(scene.bytes(configFile).equals(content)).toBe(true);
    expect(scene.stat(configFile)).toEqual(before);
    expect(await leftOvers()).toEqual([]);
  });

  it('keeps what somebody else wrote meanwhile', async () => {
    const container = await scene.container();
    scene.write(configFile, shorter);

    const rewrite = container.rewrite(configFile, was, longer);

    await expect(rewrite).rejects.toMatchObject({
      problem: { code: 'file-changed', server: 'ali', path: configFile },
    });
    expect(scene.bytes(configFile)).toEqual(shorter);
    expect(await leftOvers()).toEqual([]);
  });

  it('has one of two who write at once, and the other is told', async () => {
    const container = await scene.container();

    const ends = await Promise.allSettled([
      container.rewrite(configFile, was, longer),
      container.rewrite(configFile, was, shorter),
    ]);

    const there = scene.bytes(configFile);
    const fulfilled = ends.findIndex(({ status }) => status === 'fulfilled');
    expect(there.equals(fulfilled === 0 ? longer : shorter)).toBe(true);
    expect(ends.filter(({ status }) => status === 'rejected')).toMatchObject([
      { reason: { problem: { code: 'file-changed' } } },
    ]);
  });

  it('is somebody else’s when it is not there', async () => {
    const container = await scene.container();

    const rewrite = container.rewrite('/CLIProxyAPI/gone.yaml', was, longer);

    await expect(rewrite).rejects.toMatchObject({ problem: { code: 'file-changed' } });
  });

  it('is what it was when its disk is full', async () => {
    const container = await scene.container();
    scene.machine.fillDisk(configFile, true);

    const rewrite = container.rewrite(configFile, was, longer);

    await expect(rewrite).rejects.toMatchObject({ problem: { code: 'disk-full', path: configFile } });
    expect(scene.bytes(configFile)).toEqual(was);
    expect(await leftOvers()).toEqual([]);
  });

  it('is refused where it is mounted read-only', async () => {
    const container = await scene.container();
    scene.machine.makeReadOnly(configFile, true);

    const rewrite = container.rewrite(configFile, was, longer);

    await expect(rewrite).rejects.toMatchObject({ problem: { code: 'read-only', path: configFile } });
    expect(scene.bytes(configFile)).toEqual(was);
    expect(await leftOvers()).toEqual([]);
  });

  it.each([
    ['read-only', 'makeReadOnly'],
    ['full', 'fillDisk'],
  ] as const)('is rewritten by way of another mount where the image is %s', async (_what, spoil) => {
    scene.machine[spoil]('/', true);
    const container = await scene.container();

    await container.rewrite(configFile, was, longer);

    expect(scene.bytes(configFile).equals(longer)).toBe(true);
    expect(await leftOvers()).toEqual([]);
  });

  it('is refused where nothing is left to write to', async () => {
    for (const mount of ['/', authDir, configFile]) scene.machine.makeReadOnly(mount, true);
    const container = await scene.container();

    const rewrite = container.rewrite(configFile, was, longer);

    await expect(rewrite).rejects.toMatchObject({ problem: { code: 'read-only', path: configFile } });
    expect(scene.bytes(configFile)).toEqual(was);
  });

  it('is what it was when the connection is lost on the way', async () => {
    const container = await scene.container();
    scene.pretended.cutUpload(100_000);

    const rewrite = container.rewrite(configFile, was, longer);

    await expect(rewrite).rejects.toMatchObject({ problem: { code: 'connection-lost' } });
    expect(scene.bytes(configFile)).toEqual(was);
    expect(await leftOvers()).toEqual([]);
  });

  it('does not pass for unchanged where what was there could not be put back: the way to it is told', async () => {
    const full = "dd: error writing '/c.yaml': No space left on device\n0+1 records in\n0+0 records out\n";
    const output = `${full}cp /.rewrite-1/old /c.yaml\n`;
    const ways = {
      server: 'ali',
      mounts: [],
      owner: () => Promise.resolve({ uid: 0, gid: 0 }),
      unpack: () => Promise.resolve(),
      run: () => Promise.resolve({ exitCode: 62, output }),
    };

    const rewrite = rewriteFile(ways, '/c.yaml', was, longer);

    const detail = "dd: error writing '/c.yaml': No space left on device cp /.rewrite-1/old /c.yaml";
    await expect(rewrite).rejects.toMatchObject({
      problem: { code: 'write-failed', path: '/c.yaml', detail },
    });
  });
});
