import fc from 'fast-check';
import { createFrameReader } from '../../../src/server/docker/frames';
import { frame } from '../engine';

describe('Docker’s framing', () => {
  it('is taken apart in the same way however the bytes are cut', () => {
    const stream = fc.constantFrom('stdout' as const, 'stderr' as const);
    const frames = fc.array(fc.record({ stream, content: fc.string({ unit: 'binary' }) }));
    const cuts = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 });

    fc.assert(
      fc.property(frames, cuts, (sent, sizes) => {
        const bytes = Buffer.concat(sent.map(each => frame(each.stream, each.content)));

        const received = collect(cut(bytes, sizes));

        expect(received).toEqual({
          stdout: sent
            .filter(each => each.stream === 'stdout')
            .map(each => each.content)
            .join(''),
          stderr: sent
            .filter(each => each.stream === 'stderr')
            .map(each => each.content)
            .join(''),
        });
      }),
    );
  });

  it('hands a frame on before it is complete, and says when it is', () => {
    const read = createFrameReader();
    const bytes = frame('stderr', 'hello');

    const first = read(bytes.subarray(0, 10));
    const second = read(bytes.subarray(10));

    expect(first).toEqual([{ stream: 'stderr', bytes: Buffer.from('he'), last: false }]);
    expect(second).toEqual([{ stream: 'stderr', bytes: Buffer.from('llo'), last: true }]);
  });

  it('hands on as it is what has no framing', () => {
    expect(collect([Buffer.from('pl'), Buffer.from('ain text')])).toEqual({
      stdout: 'plain text',
      stderr: '',
    });
  });

  it('hands on what follows the framed part without framing', () => {
    const bytes = Buffer.concat([frame('stdout', 'framed '), Buffer.from('not framed')]);

    expect(collect([bytes]).stdout).toBe('framed not framed');
  });
});

function cut(bytes: Buffer, sizes: readonly number[]): readonly Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

function collect(chunks: readonly Buffer[]): { readonly stdout: string; readonly stderr: string } {
  const read = createFrameReader();
  const pieces = chunks.flatMap(chunk => read(chunk));
  const of = (stream: string): string =>
    Buffer.concat(pieces.filter(piece => piece.stream === stream).map(piece => piece.bytes)).toString();
  return { stdout: of('stdout'), stderr: of('stderr') };
}
