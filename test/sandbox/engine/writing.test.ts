import { existsSync, linkSync, lstatSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';
import { extract, pack } from 'tar-stream';
import { openScene } from './scene';
import type { Scene } from './scene';

const authDir = '/root/.cli-proxy-api';
const configFile = '/CLIProxyAPI/config.yaml';

describe('a container of the pretend engine that is written to', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
    scene.place.write(`${authDir}/a.json`, 'old');
  });
  afterEach(() => scene.close());

  const real = (path: string): string => join(scene.place.root, path);

  async function upload(path: string, name: string, content: string | Buffer): Promise<unknown> {
    const tar = pack();
    tar.entry({ name, mode: 0o600 }, content);
    tar.finalize();
    return await scene.docker.getContainer('cliproxy').putArchive(await buffer(tar), { path });
  }

  async function run(...argv: readonly string[]): Promise<readonly [said: string, exitCode: number | null]> {
    const exec = await scene.docker
      .getContainer('cliproxy')
      .exec({ Cmd: [...argv], AttachStdout: true, AttachStderr: true });
    const said = new PassThrough();
    const stream = await exec.start({});
    scene.docker.modem.demuxStream(stream, said, said);
    stream.once('end', () => said.end());
    return [await text(said), (await exec.inspect()).ExitCode];
  }

  /** What Docker said: status and message. */
  const sayingOf = (upload: Promise<unknown>): Promise<unknown> =>
    upload.then(
      () => 'taken',
      (error: unknown) => error,
    );

  const refusal = (statusCode: number, message: string): unknown =>
    expect.objectContaining({ statusCode, json: { message } });

  describe('by an upload', () => {
    it('has another file in the place of the old one, with the mode of the archive', async () => {
      linkSync(real(`${authDir}/a.json`), real(`${authDir}/kept`));

      await upload(authDir, 'a.json', 'new');

      expect(scene.place.read(`${authDir}/a.json`)).toBe('new');
      expect(scene.place.modeOf(`${authDir}/a.json`)).toBe(0o600);
      expect(scene.place.read(`${authDir}/kept`)).toBe('old');
    });

    it('follows a link to a directory, and never out of the container', async () => {
      symlinkSync('/root/.cli-proxy-api', real('/auths'));

      await upload('/auths', 'b.json', 'linked');

      expect(scene.place.read(`${authDir}/b.json`)).toBe('linked');
    });

    it('shows a link as it is', async () => {
      symlinkSync('/root/.cli-proxy-api', real('/auths'));

      const tar = await scene.docker.getContainer('cliproxy').getArchive({ path: '/auths' });

      const found: unknown[] = [];
      for await (const { header } of tar.pipe(extract())) found.push([header.type, header.linkname]);
      expect(found).toEqual([['symlink', '/root/.cli-proxy-api']]);
    });

    it('refuses to take the place of what is mounted', async () => {
      const said = await sayingOf(upload('/CLIProxyAPI', 'config.yaml', 'new'));

      expect(said).toEqual(
        refusal(
          500,
          `Error processing tar file(exit status 1): unlinkat ${configFile}: device or resource busy`,
        ),
      );
      expect(scene.place.read(configFile)).toContain('port: 8317');
    });

    it('refuses where there is no directory', async () => {
      const said = await Promise.all([
        sayingOf(upload('/no', 'a', '')),
        sayingOf(upload(configFile, 'a', '')),
      ]);

      expect(said).toEqual([
        refusal(404, 'Could not find the file /no in container cliproxy'),
        refusal(500, 'extraction point is not a directory'),
      ]);
    });

    it('has half of a file that no longer fits', async () => {
      scene.container.disk.full.add(authDir);

      const said = await sayingOf(upload(authDir, 'b.json', Buffer.alloc(300_000, 'x')));

      const words = `Error processing tar file(exit status 1): write ${authDir}/b.json: no space left on device`;
      expect(said).toEqual(refusal(500, words));
      expect(statSync(real(`${authDir}/b.json`)).size).toBeLessThan(300_000);
    });

    it.each([
      [authDir, 'mounted volume is marked read-only'],
      ['/', 'container rootfs is marked read-only'],
    ])('refuses where %s is read-only', async (mount, words) => {
      scene.container.disk.readOnly.add(mount);

      const said = await sayingOf(upload(mount, 'b.json', 'new'));

      expect(said).toEqual(refusal(500, words));
      expect(existsSync(real(join(mount, 'b.json')))).toBe(false);
    });

    it('has half of a file whose way broke', async () => {
      let cuts = 0;
      scene.engine.daemon.uploadBreak = { afterBytes: 20_000, cut: () => cuts++ };

      await sayingOf(upload(authDir, 'b.json', Buffer.alloc(300_000, 'x')));

      const { size } = statSync(real(`${authDir}/b.json`));
      expect([cuts, size > 0, size < 300_000]).toEqual([1, true, true]);
    });
  });

  describe('by a program', () => {
    it('runs the shell with paths of its own, and hears of them', async () => {
      const ran = await run('sh', '-c', 'echo "$0 $1"; cat "$1"; exit 7', 'sh', `${authDir}/a.json`);

      expect(ran).toEqual([`sh ${authDir}/a.json\nold`, 7]);
    });

    it('moves and removes files', async () => {
      const moved = await run('mv', '-f', '--', `${authDir}/a.json`, `${authDir}/b.json`);
      const removed = await run('rm', '-f', '--', `${authDir}/b.json`);
      const again = await run('rm', '-f', '--', `${authDir}/b.json`);

      expect([moved, removed, again]).toEqual([
        ['', 0],
        ['', 0],
        ['', 0],
      ]);
      expect(readdirSync(real(authDir))).toEqual([]);
    });

    it('cannot move or remove what is mounted', async () => {
      const from = `${authDir}/a.json`;

      const moved = await run('mv', '-f', '--', from, configFile);
      const removed = await run('rm', '-f', '--', configFile);

      expect(moved).toEqual([`mv: cannot move '${from}' to '${configFile}': Device or resource busy\n`, 1]);
      expect(removed).toEqual([`rm: cannot remove '${configFile}': Device or resource busy\n`, 1]);
      expect(lstatSync(real(configFile)).isFile()).toBe(true);
    });

    it('cannot change what is read-only', async () => {
      scene.container.disk.readOnly.add(authDir);

      const removed = await run('rm', '-f', '--', `${authDir}/a.json`);
      const written = await run('sh', '-c', 'dd if="$1" of="$2"', 'sh', configFile, `${authDir}/a.json`);

      expect(removed).toEqual([`rm: cannot remove '${authDir}/a.json': Read-only file system\n`, 1]);
      expect(written).toEqual([`dd: failed to open '${authDir}/a.json': Read-only file system\n`, 1]);
      expect(scene.place.read(`${authDir}/a.json`)).toBe('old');
    });

    it('overwrites as much as there is room for on a disk that is full', async () => {
      scene.container.disk.full.add(authDir);
      const copy = 'dd if="$1" of="$2" conv=notrunc';

      const [said, exitCode] = await run('sh', '-c', copy, 'sh', configFile, `${authDir}/a.json`);

      expect([said, exitCode]).toEqual([
        `dd: error writing '${authDir}/a.json': No space left on device\n`,
        1,
      ]);
      expect(scene.place.read(`${authDir}/a.json`)).toBe(readFileSync(real(configFile), 'utf8').slice(0, 3));
    });
  });
});
