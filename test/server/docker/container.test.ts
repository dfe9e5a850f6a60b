import { pack } from 'tar-stream';
import type { Container } from '../../../src/server/server';
import { frame, inspection } from '../engine';
import { createScene, type Scene } from '../scene';

const AT = '2026-11-22T21:06:48.818123456Z';
const AT_MS = Date.parse('2026-11-22T21:06:48.818Z');

describe('a container', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await createScene();
  });
  afterEach(() => scene.close());

  async function found(changes: Parameters<typeof inspection>[0] = {}): Promise<Container> {
    scene.engine.on('GET /containers/cliproxy/json', asked => asked.json(inspection(changes)));
    return await scene.ali.container();
  }

  it('gives its files', async () => {
    const container = await found();
    const tar = await tarOf({ name: 'auths/a.json' }, 'content');
    scene.engine.on('GET /containers/c0ffee/archive', asked => {
      expect(asked.query.get('path')).toBe('/root/auths');
      asked.bytes(tar);
    });

    const files = await container.files('/root/auths', { maxFileBytes: 4 });

    expect(files?.map(file => [file.path, file.sizeBytes, file.content.toString()])).toEqual([
      ['/root/auths/a.json', 7, 'cont'],
    ]);
  });

  it('follows a link to its files and shows them under the name that was asked for', async () => {
    const container = await found();
    const link = await tarOf({ name: 'auths', type: 'symlink', linkname: '/data/real' }, '');
    const real = await tarOf({ name: 'real/a.json' }, 'content');
    scene.engine.on('GET /containers/c0ffee/archive', asked =>
      asked.bytes(asked.query.get('path') === '/data/real' ? real : link),
    );

    const files = await container.files('/root/auths', { maxFileBytes: 100 });

    expect(files?.map(file => file.path)).toEqual(['/root/auths/a.json']);
  });

  it('does not follow a link for ever', async () => {
    const container = await found();
    const link = await tarOf({ name: 'auths', type: 'symlink', linkname: '/root/auths' }, '');
    scene.engine.on('GET /containers/c0ffee/archive', asked => asked.bytes(link));

    await expect(container.files('/root/auths', { maxFileBytes: 100 })).resolves.toBeUndefined();
  });

  it('has no files where there is no such path', async () => {
    const container = await found();
    scene.engine.on('GET /containers/c0ffee/archive', asked =>
      asked.json({ message: 'Could not find the file /nope in container c0ffee' }, 404),
    );

    await expect(container.files('/nope', { maxFileBytes: 1 })).resolves.toBeUndefined();
  });

  it('is missing when it is gone in the meantime', async () => {
    const container = await found();
    scene.engine.on('GET /containers/c0ffee/archive', asked =>
      asked.json({ message: 'No such container: c0ffee' }, 404),
    );

    await expect(container.files('/root', { maxFileBytes: 1 })).rejects.toMatchObject({
      problem: { code: 'container-missing', container: 'cliproxy' },
    });
  });

  it('says so when the connection is lost in the middle of its files', async () => {
    const container = await found();
    const tar = await tarOf({ name: 'auths/a.json' }, 'x'.repeat(5000));
    scene.engine.on('GET /containers/c0ffee/archive', asked => {
      asked.hijack().write(tar.subarray(0, 2000), () => setImmediate(scene.sshd.faults.dropConnections));
    });

    await expect(container.files('/root/auths', { maxFileBytes: 9 })).rejects.toMatchObject({
      problem: { code: 'connection-lost' },
    });
  });

  it('gives its log, with the limits that were asked for', async () => {
    const container = await found();
    scene.engine.on('GET /containers/c0ffee/logs', asked => {
      expect(Object.fromEntries(asked.query)).toEqual({
        follow: 'false',
        stdout: 'true',
        stderr: 'true',
        timestamps: 'true',
        since: '1795381608.818',
        tail: '5',
      });
      asked.bytes(Buffer.concat([frame('stdout', `${AT} out\n`), frame('stderr', `${AT} err\n`)]));
    });

    const lines = await container.logs({ sinceMs: AT_MS, tail: 5 });

    expect(lines).toEqual([
      { atMs: AT_MS, text: 'out' },
      { atMs: AT_MS, text: 'err' },
    ]);
  });

  it('gives the log of one with a terminal', async () => {
    const container = await found({ tty: true });
    scene.engine.on('GET /containers/c0ffee/logs', asked => asked.bytes(Buffer.from(`${AT} out\r\n`)));

    await expect(container.logs({})).resolves.toEqual([{ atMs: AT_MS, text: 'out' }]);
  });

  it('has an empty log where nothing was said', async () => {
    const container = await found();
    scene.engine.on('GET /containers/c0ffee/logs', asked => asked.bytes(Buffer.alloc(0)));

    await expect(container.logs({})).resolves.toEqual([]);
  });

  it('names what runs in it', async () => {
    const container = await found();
    scene.engine.on('GET /containers/c0ffee/top', asked =>
      asked.json({ Titles: ['PID', 'CMD'], Processes: [['1', '/x -claude-login']] }),
    );

    await expect(container.processes()).resolves.toEqual(['/x -claude-login']);
  });

  it('is restarted, and that is over when it runs', async () => {
    const container = await found();
    scene.engine.on('POST /containers/c0ffee/restart', asked => {
      expect(asked.query.get('t')).toBe('10');
      scene.engine.on('GET /containers/c0ffee/json', inspected => inspected.json(inspection({})));
      asked.json(undefined, 204);
    });

    await expect(container.restart()).resolves.toBeUndefined();
  });

  it('is down when it does not run after a restart', async () => {
    const container = await found();
    scene.engine.on('POST /containers/c0ffee/restart', asked => asked.json(undefined, 204));
    scene.engine.on('GET /containers/c0ffee/json', asked => asked.json(inspection({ status: 'exited' })));

    await expect(container.restart()).rejects.toMatchObject({
      problem: { code: 'container-down', status: 'exited' },
    });
  });
});

async function tarOf(
  header: { readonly name: string; readonly type?: 'symlink'; readonly linkname?: string },
  content: string,
): Promise<Buffer> {
  const tar = pack();
  tar.entry(header, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}
