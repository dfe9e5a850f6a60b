import { readFiles } from '../../../src/chat/import/read-files';
import type { IncomingFile } from '../../../src/chat/platform';

const kb = 1024;

function sent(name: string, bytes: number, sizeBytes = bytes): IncomingFile {
  return { name, sizeBytes, read: () => Promise.resolve(Buffer.alloc(bytes, 'x')) };
}

describe('files that were sent together', () => {
  it('are read up to what may be handed over at once, and the next is said to be too much with them', async () => {
    const files = ['a', 'b', 'c', 'd', 'e', 'f'].map(name => sent(name, name === 'f' ? kb : 60 * kb));

    const read = await readFiles(files);

    expect(read.map(one => ('problem' in one ? one.problem : one.content.length))).toEqual([
      60 * kb,
      60 * kb,
      60 * kb,
      60 * kb,
      { code: 'import-too-much', mostBytes: 256 * kb },
      kb,
    ]);
  });

  it('are told the size that any may have when one is larger', async () => {
    const read = await readFiles([sent('a', 60 * kb), sent('b', 0, 65 * kb)]);

    expect(read[1]).toMatchObject({ problem: { code: 'import-too-large', mostBytes: 64 * kb } });
  });
});
