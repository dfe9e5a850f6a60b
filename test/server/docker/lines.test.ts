import { Readable } from 'node:stream';
import fc from 'fast-check';
import { linesOf } from '../../../src/server/docker/lines';

describe('lines of a stream', () => {
  it('are whole, however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme' }).map(text => text.replaceAll('\n', ''))),
        fc.array(fc.nat(7)),
        async (lines, cuts) => {
          const bytes = Buffer.from(lines.map(line => `${line}\n`).join(''));

          const read = await Readable.from(linesOf(cut(bytes, cuts))).toArray();

          expect(read).toEqual(lines);
        },
      ),
    );
  });

  it('do not include what breaks off', async () => {
    const read = await Readable.from(linesOf(cut(Buffer.from('one\ntw'), []))).toArray();

    expect(read).toEqual(['one']);
  });
});

/** The bytes in pieces of these lengths, and what is left of them in one. */
async function* cut(bytes: Buffer, lengths: readonly number[]): AsyncGenerator<Buffer, void> {
  let rest = bytes;
  for (const length of lengths) {
    yield rest.subarray(0, length);
    rest = rest.subarray(length);
  }
  yield await Promise.resolve(rest);
}
