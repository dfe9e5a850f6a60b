import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type Docker from 'dockerode';
import type { Container, Server } from '../../src/server/server';
import { startDockerd, type RealEngine } from './parts/dockerd';
import { serverOver } from './parts/server-over-ssh';
import { makeContainer, removeContainers, type SomeContainerOptions } from './parts/some-container';
import { startSshd, type RealSshd } from './parts/sshd';
import { until } from './parts/until';

jest.setTimeout(60_000);

const run = promisify(execFile);
const authDir = '/root/.cli-proxy-api';
const authFile = `${authDir}/claude-ada@example.com.json`;
const configFile = '/CLIProxyAPI/config.yaml';
const [before, after] = [Buffer.from('port: 8317\n'), Buffer.from('port: 8317\nrouting: fill-first\n')];

describe('what is written to a container over SSH', () => {
  let engine: RealEngine;
  let sshd: RealSshd;
  let server: Server;
  let raw: Docker.Container;
  /** The machine's own files. */
  let auths: string;
  let config: string;

  beforeAll(async () => {
    engine = await startDockerd();
    sshd = await startSshd({ dockerHost: `unix://${engine.socket}` });
  });

  beforeEach(async () => {
    const home = await mkdtemp(join(engine.directory, 'home-'));
    [auths, config] = [join(home, 'auths'), join(home, 'config.yaml')];
    await mkdir(auths, { mode: 0o700 });
    await writeFile(config, before);
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

  /** A container with the mounts of CLIProxyAPI's compose file; `ro` of the machine's auth directory. */
  async function start(
    options: SomeContainerOptions & { readonly authsReadOnly?: boolean } = {},
  ): Promise<Container> {
    const { authsReadOnly = false, ...rest } = options;
    const binds = [`${auths}:${authDir}${authsReadOnly ? ':ro' : ''}`, `${config}:${configFile}`];
    raw = await makeContainer(engine, 'cliproxy', { binds, ...rest });
    await raw.start();
    return await server.container();
  }

  /** A disk of so many kilobytes at a new directory of the machine. */
  async function smallDisk(kilobytes: number): Promise<string> {
    const directory = await mkdtemp(join(engine.directory, 'small-'));
    await run('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'small', directory]);
    return directory;
  }

  /** What lies in the container below the program's directory, hidden files included. */
  async function programFiles(container: Container): Promise<readonly string[]> {
    const files = await container.files('/CLIProxyAPI', { maxFileBytes: 0 });
    return (files ?? []).map(({ path }) => path).sort();
  }

  const ownFiles = ['/CLIProxyAPI/CLIProxyAPI', configFile];

  describe('a file that is put there', () => {
    it('has its content, its mode, its owner and the time of the server', async () => {
      const container = await start();
      const sinceMs = Date.now();

      await container.put(authFile, Buffer.from('{"a":1}'), 0o600);

      const [name = ''] = await readdir(auths);
      const { mode, uid, gid, mtimeMs } = await stat(join(auths, name));
      expect(name).toBe('claude-ada@example.com.json');
      expect([mode & 0o7777, uid, gid]).toEqual([0o600, 0, 0]);
      expect(mtimeMs).toBeGreaterThanOrEqual(sinceMs - 10);
      expect(await readFile(join(auths, name), 'utf8')).toBe('{"a":1}');
    });

    it('takes the place of what was there, also by a link to the directory', async () => {
      const container = await start();
      await writeFile(join(auths, 'a.json'), 'old', { mode: 0o644 });
      const link = await container.exec(['ln', '-s', authDir, '/auths']);
      expect(await link.exitCode()).toBe(0);

      await container.put('/auths/a.json', Buffer.from('new'), 0o600);

      expect(await readdir(auths)).toEqual(['a.json']);
      expect(await readFile(join(auths, 'a.json'), 'utf8')).toBe('new');
    });

    it('comes whole by the docker command too, where SSH forwards no socket', async () => {
      await sshd.setForwarding(false);
      const content = Buffer.alloc(5_000_000, 'x');
      const container = await start();

      await container.put(authFile, content, 0o600);

      await sshd.setForwarding(true);
      expect((await readFile(join(auths, 'claude-ada@example.com.json'))).equals(content)).toBe(true);
    });

    it('belongs to whom the programs of the container run as', async () => {
      await chown(auths, 1000, 1001);
      // Nobody else may enter root's home.
      const container = await start({ user: '1000:1001', binds: [`${auths}:/auths`] });

      await container.put('/auths/claude-ada@example.com.json', Buffer.from('{}'), 0o600);

      const { uid, gid } = await stat(join(auths, 'claude-ada@example.com.json'));
      expect([uid, gid]).toEqual([1000, 1001]);
    });

    it('is not there at all, and what was there is, when SSH is cut in the middle', async () => {
      const container = await start();
      await writeFile(join(auths, 'claude-ada@example.com.json'), 'old');

      const put = container
        .put(authFile, Buffer.alloc(64 * 1024 * 1024, 'x'), 0o600)
        .catch((error: unknown) => error);
      await until('half of it is there', async () => (await readdir(auths)).length > 1);
      await sshd.dropConnections();

      expect(await put).toMatchObject({ problem: { code: 'connection-lost', server: 'ali' } });
      expect(await readFile(join(auths, 'claude-ada@example.com.json'), 'utf8')).toBe('old');
      await until('the half is gone', async () => (await readdir(auths)).length === 1);
    });

    it('leaves what was there when the disk is full', async () => {
      auths = await smallDisk(64);
      await writeFile(join(auths, 'claude-ada@example.com.json'), 'old');
      const container = await start();

      const put = container.put(authFile, Buffer.alloc(100_000), 0o600);

      await expect(put).rejects.toMatchObject({ problem: { code: 'disk-full', path: authFile } });
      expect(await readdir(auths)).toEqual(['claude-ada@example.com.json']);
      expect(await readFile(join(auths, 'claude-ada@example.com.json'), 'utf8')).toBe('old');
    });

    it.each([
      ['the mount is', { authsReadOnly: true }, authFile],
      ['the image is', { readOnly: true }, '/CLIProxyAPI/new.yaml'],
    ])('is refused where %s read-only', async (_what, options, path) => {
      const container = await start(options);

      const put = container.put(path, Buffer.from('{}'), 0o600);

      await expect(put).rejects.toMatchObject({ problem: { code: 'read-only', path } });
      expect(await readdir(auths)).toEqual([]);
    });

    it('is refused where there is no such directory, in words of one line', async () => {
      const container = await start();

      const put = container.put('/nowhere/a.json', Buffer.from('{}'), 0o600);

      await expect(put).rejects.toMatchObject({
        problem: {
          code: 'write-failed',
          detail: expect.stringMatching(/^Could not find the file \/nowhere/) as string,
        },
      });
    });

    it('is refused where the file is a mount, which stays', async () => {
      const container = await start();

      const put = container.put(configFile, after, 0o600);

      await expect(put).rejects.toMatchObject({
        problem: {
          code: 'write-failed',
          detail: expect.stringContaining('Device or resource busy') as string,
        },
      });
      expect(await readFile(config)).toEqual(before);
      expect(await programFiles(container)).toEqual(ownFiles);
    });

    it('does not even begin in a container that is down', async () => {
      await start();
      await raw.stop({ t: 0 });
      const container = await server.container();

      const put = container.put(authFile, Buffer.from('{}'), 0o600);

      await expect(put).rejects.toMatchObject({ problem: { code: 'container-down', status: 'exited' } });
      expect(await readdir(auths)).toEqual([]);
    });
  });

  describe('a file that is a mount of its own', () => {
    it('is rewritten where it lies: the machine sees it, and it keeps its mode and its owner', async () => {
      await chmod(config, 0o640);
      await chown(config, 1000, 1001);
      const was = await stat(config);
      const container = await start();

      await container.rewrite(configFile, before, after);
      const longer = await readFile(config);
      await container.rewrite(configFile, after, Buffer.from('short\n'));

      const { ino, mode, uid, gid } = await stat(config);
      expect(longer).toEqual(after);
      expect(await readFile(config, 'utf8')).toBe('short\n');
      expect([ino, mode, uid, gid]).toEqual([was.ino, was.mode, 1000, 1001]);
      expect(await programFiles(container)).toEqual(ownFiles);
    });

    it('keeps what somebody else wrote meanwhile', async () => {
      const container = await start();
      await writeFile(config, 'port: 9999\n');

      const rewrite = container.rewrite(configFile, before, after);

      await expect(rewrite).rejects.toMatchObject({ problem: { code: 'file-changed', path: configFile } });
      expect(await readFile(config, 'utf8')).toBe('port: 9999\n');
      expect(await programFiles(container)).toEqual(ownFiles);
    });

    it('is what it was when its disk is full', async () => {
      config = join(await smallDisk(64), 'config.yaml');
      const was = Buffer.alloc(20_000, 'a');
      await writeFile(config, was);
      const container = await start();

      const rewrite = container.rewrite(configFile, was, Buffer.alloc(100_000, 'b'));

      await expect(rewrite).rejects.toMatchObject({ problem: { code: 'disk-full', path: configFile } });
      expect((await readFile(config)).equals(was)).toBe(true);
    });

    it('is rewritten in a container whose image is read-only, by way of the directory of the accounts', async () => {
      const container = await start({ readOnly: true });

      await container.rewrite(configFile, before, after);

      expect(await readFile(config)).toEqual(after);
      expect(await readdir(auths)).toEqual([]);
    });

    it('is refused where it is mounted read-only', async () => {
      const binds = [`${auths}:${authDir}`, `${config}:${configFile}:ro`];
      const container = await start({ binds });

      const rewrite = container.rewrite(configFile, before, after);

      await expect(rewrite).rejects.toMatchObject({ problem: { code: 'read-only', path: configFile } });
      expect(await readFile(config)).toEqual(before);
    });
  });

  describe('a file that is removed', () => {
    it('is gone, and may have been gone before', async () => {
      const container = await start();
      await writeFile(join(auths, 'claude-ada@example.com.json'), '{}');

      await container.remove(authFile);
      await container.remove(authFile);

      expect(await readdir(auths)).toEqual([]);
    });

    it('stays where the mount is read-only', async () => {
      await writeFile(join(auths, 'claude-ada@example.com.json'), '{}');
      const container = await start({ authsReadOnly: true });

      const removal = container.remove(authFile);

      await expect(removal).rejects.toMatchObject({ problem: { code: 'read-only', path: authFile } });
    });
  });
});
