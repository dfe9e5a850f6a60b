import { parseLog } from '../../../src/server/docker/log';
import { frame } from '../engine';

const AT = '2026-11-22T21:06:48.818123456Z';
const AT_MS = Date.parse('2026-11-22T21:06:48.818Z');

describe('a container’s log', () => {
  it('is read from frames, in order, with the time of each line', () => {
    const log = Buffer.concat([
      frame('stderr', `${AT} first\n`),
      frame('stdout', `2026-11-22T21:06:49Z [info] 你好 \n`),
    ]);

    expect(parseLog(log, false)).toEqual([
      { atMs: AT_MS, text: 'first' },
      { atMs: AT_MS + 182, text: '[info] 你好 ' },
    ]);
  });

  it('is read from a terminal, without its carriage returns', () => {
    const log = Buffer.from(`${AT} first\r\n${AT} second\r\n`);

    expect(parseLog(log, true)).toEqual([
      { atMs: AT_MS, text: 'first' },
      { atMs: AT_MS, text: 'second' },
    ]);
  });

  it('joins a line that Docker cut', () => {
    const log = Buffer.concat([
      frame('stdout', `${AT} one `),
      frame('stdout', `${AT} line\n`),
      frame('stdout', `${AT} next\n`),
    ]);

    expect(parseLog(log, false).map(line => line.text)).toEqual(['one line', 'next']);
  });

  it('keeps empty lines and a last line without an end', () => {
    const log = Buffer.concat([frame('stdout', `${AT} \n`), frame('stdout', `${AT} last`)]);

    expect(parseLog(log, false).map(line => line.text)).toEqual(['', 'last']);
  });

  it('is empty where nothing was said', () => {
    expect(parseLog(Buffer.alloc(0), false)).toEqual([]);
    expect(parseLog(Buffer.alloc(0), true)).toEqual([]);
  });
});
