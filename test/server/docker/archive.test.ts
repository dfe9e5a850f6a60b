import { Readable } from 'node:stream';
import { pack } from 'tar-stream';
import { readArchive } from '../../../src/server/docker/archive';

const WHEN = new Date('2026-11-22T10:00:00Z');

describe('an archive of a path of a container', () => {
  it('holds its regular files by their absolute paths', async () => {
    const tar = await tarOf([
      { name: '.cli-proxy-api/', type: 'directory' },
      { name: '.cli-proxy-api/a.json', content: '{"a":1}', mode: 0o100600 },
      { name: '.cli-proxy-api/logs/', type: 'directory' },
      { name: '.cli-proxy-api/logs/main.log', content: '' },
      { name: '.cli-proxy-api/link', type: 'symlink', linkname: 'a.json' },
    ]);

    const { files, linksTo } = await readArchive(tar, '/root/.cli-proxy-api', 100);

    expect(linksTo).toBeUndefined();
    expect(files).toEqual([
      {
        path: '/root/.cli-proxy-api/a.json',
        content: Buffer.from('{"a":1}'),
        sizeBytes: 7,
        mode: 0o600,
        modifiedAtMs: WHEN.getTime(),
      },
      {
        path: '/root/.cli-proxy-api/logs/main.log',
        content: Buffer.alloc(0),
        sizeBytes: 0,
        mode: 0o644,
        modifiedAtMs: WHEN.getTime(),
      },
    ]);
  });

  it('keeps only the beginning of a large file, and reads on after it', async () => {
    const tar = await tarOf([
      { name: 'd/large', content: 'x'.repeat(300_000) },
      { name: 'd/small', content: 'small' },
    ]);

    const { files } = await readArchive(tar, '/d', 10);

    expect(files.map(file => [file.path, file.sizeBytes, file.content.toString()])).toEqual([
      ['/d/large', 300_000, 'xxxxxxxxxx'],
      ['/d/small', 5, 'small'],
    ]);
  });

  it.each([
    ['/data/auths', '/data/auths'],
    ['auths', '/root/auths'],
    ['../auths', '/auths'],
  ])('says where a link to %s leads', async (linkname, expected) => {
    const tar = await tarOf([{ name: '.cli-proxy-api', type: 'symlink', linkname }]);

    const archive = await readArchive(tar, '/root/.cli-proxy-api', 100);

    expect(archive).toEqual({ files: [], linksTo: expected });
  });

  it('throws when it breaks off', async () => {
    const whole = await tarOf([{ name: 'd/a', content: 'x'.repeat(5000) }]);
    const bytes = Buffer.concat(await whole.toArray());

    const broken = readArchive(Readable.from([bytes.subarray(0, 2000)]), '/d', 100);

    await expect(broken).rejects.toThrow();
  });
});

async function tarOf(
  entries: readonly {
    readonly name: string;
    readonly type?: 'directory' | 'symlink';
    readonly linkname?: string;
    readonly mode?: number;
    readonly content?: string;
  }[],
): Promise<Readable> {
  const tar = pack();
  for (const { content = '', ...header } of entries) tar.entry({ mtime: WHEN, ...header }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(Buffer.from(chunk as Uint8Array));
  return Readable.from(chunks);
}
