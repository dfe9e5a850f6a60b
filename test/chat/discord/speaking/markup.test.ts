import fc from 'fast-check';
import { readMarkdown } from '../../../../sandbox/chat/discord/reading';
import { fitted } from '../../../../src/chat/discord/speaking/fit';
import { markup } from '../../../../src/chat/discord/speaking/markup';
import type { Part } from '../../../../src/chat/platform';

/** Words made of everything that means something to Discord, and of things that do not. */
const words = fc
  .array(
    fc.constantFrom(
      ...[
        '*',
        '**',
        '_',
        '__',
        '~~',
        '||',
        '`',
        '``',
        '```',
        '\\',
        '<',
        '>',
        '[',
        ']',
        '(',
        ')',
        '#',
        '-',
        '@',
      ],
      ...[
        '@everyone',
        '<@123>',
        '<#1>',
        '<t:1:R>',
        ':joy:',
        ':',
        '-# ',
        '# ',
        '> ',
        '1. ',
        '/',
        '|',
        '!',
        '.',
      ],
      ...['https://a.b/c_d*e', 'http://x', 'word', 'a_b_c', '中文', '🎉', ' ', '\n', 'x1', '\t'],
    ),
    { maxLength: 12 },
  )
  .map(pieces => pieces.join(''));

describe('text on Discord', () => {
  it('is read exactly as it was written, whatever it holds', () => {
    fc.assert(
      fc.property(words, text => {
        expect(readMarkdown(markup([`(${text})`]))).toBe(`(${text})`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is read exactly in bold and as code', () => {
    fc.assert(
      fc.property(words, words, (bold, code) => {
        fc.pre(!code.includes('\n') && code.trim() !== '');

        const written = markup(['(', { kind: 'bold', text: bold }, '|', { kind: 'code', text: code }, ')']);

        expect(readMarkdown(written)).toBe(`(${bold}|${code})`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps the lines of a block', () => {
    const written = markup(['run', { kind: 'block', text: 'ssh -L 54545:127.0.0.1:54545 ali\n# done' }]);

    expect(written).toBe('run\n```\nssh -L 54545:127.0.0.1:54545 ali\n# done\n```');
  });

  it('shows two codes that touch as two', () => {
    const written = markup([
      { kind: 'code', text: 'a' },
      { kind: 'code', text: 'b' },
    ]);

    expect(readMarkdown(written).replace('\u200b', '')).toBe('ab');
  });

  it('leaves addresses whole, to be followed but not fetched for a preview', () => {
    expect(markup(['see https://example.org/a_b?c=*d.'])).toBe('see <https://example.org/a_b?c=*d.>');
  });

  it('shows moments on the reader’s clock, with the time left', () => {
    expect(markup([{ kind: 'moment', atMs: 1_700_000_000_999 }])).toBe('<t:1700000000:t> (<t:1700000000:R>)');
  });
});

describe('a text that is too long for Discord', () => {
  const parts = fc.array(
    fc.oneof(
      words,
      words.map((text): Part => ({ kind: 'bold', text })),
      words.map((text): Part => ({ kind: 'code', text })),
      words.map((text): Part => ({ kind: 'block', text })),
      fc.constant<Part>({ kind: 'moment', atMs: 1_700_000_000_000 }),
    ),
    { maxLength: 20 },
  );

  it('never exceeds the limit, and says so when something was left out', () => {
    fc.assert(
      fc.property(parts, fc.integer({ min: 20, max: 200 }), (text, limit) => {
        const whole = markup(text);

        const cut = fitted(text, limit);

        expect(cut.length).toBeLessThanOrEqual(limit);
        if (whole.length > limit) expect(cut.endsWith('…')).toBe(true);
        else expect(cut).toBe(whole);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is cut at the end of a line', () => {
    const lines = Array.from({ length: 100 }, (_, index) => `line ${index} of the list`).join('\n');

    const cut = fitted([lines], 500);

    expect(cut.split('\n').at(-2)).toMatch(/^line \d+ of the list$/);
  });

  it('keeps its block closed', () => {
    const cut = fitted([{ kind: 'block', text: 'x'.repeat(3_000) }], 2_000);

    expect(cut).toMatch(/^```\nx+\n```\n…$/);
  });

  it('is never cut within a character', () => {
    const cut = fitted(['🎉'.repeat(100)], 51);

    expect(cut).toBe(`${'🎉'.repeat(24)}\n…`);
  });
});
