import { partsOf } from '../../../sandbox/chat/multipart';

const type = 'multipart/form-data; boundary=edge';

function form(...lines: readonly string[]): Buffer {
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

describe('a form with files', () => {
  it('is taken apart as Node and browsers write it', async () => {
    const written = new FormData();
    written.append('payload_json', '{"a":1}');
    written.append('files[0]', new Blob([new Uint8Array([0, 13, 10, 255])], { type: 'image/png' }), 'a.png');
    const request = new Request('http://a.b', { method: 'POST', body: written });

    const parts = partsOf(
      Buffer.from(await request.arrayBuffer()),
      request.headers.get('content-type') ?? '',
    );

    expect(parts).toEqual([
      { name: 'payload_json', bytes: Buffer.from('{"a":1}') },
      { name: 'files[0]', fileName: 'a.png', contentType: 'image/png', bytes: Buffer.from([0, 13, 10, 255]) },
    ]);
  });

  it('keeps what looks like an edge in the middle of a line', () => {
    const raw = form('--edge', 'content-disposition: form-data; name="a"', '', 'x --edge y', '--edge--', '');

    const [part] = partsOf(raw, type);

    expect(part?.bytes.toString()).toBe('x --edge y');
  });

  it.each([
    ['without an end', form('--edge', 'content-disposition: form-data; name="a"', '', 'x', ''), 'has no end'],
    [
      'whose part has no name',
      form('--edge', 'content-type: text/plain', '', 'x', '--edge--'),
      'without a name',
    ],
    ['whose part has no head', form('--edge', 'x', '--edge--'), 'without a head'],
    ['with words before it', form('hello', '--edge--'), 'words before'],
  ])('%s is not taken', (_, raw, words) => {
    expect(() => partsOf(raw, type)).toThrow(words);
  });
});
