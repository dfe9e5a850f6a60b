import fc from 'fast-check';
import { wordsOf } from '../../../src/chat/terminal/typed-words';

const valuesOf = (line: string) => wordsOf(line).map(({ value }) => value);

describe('the words of a line', () => {
  it.each([
    ['ali  /tmp/a.json', ['ali', '/tmp/a.json']],
    [String.raw`/tmp/my\ key.json ali`, ['/tmp/my key.json', 'ali']],
    [`"/tmp/my key.json" '/tmp/it is.json'`, ['/tmp/my key.json', '/tmp/it is.json']],
    [`bob's.json "unfinished`, [`bob's.json`, '"unfinished']],
    [`server:"us west"`, ['server:"us', 'west"']],
    ['', []],
  ])('of %j are %j', (line, words) => {
    expect(valuesOf(line)).toEqual(words);
  });

  it('are what was escaped, whatever that is', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), paths => {
        const line = paths.map(path => path.replace(/[^\w/.-]/gu, String.raw`\$&`)).join(' ');

        expect(valuesOf(line)).toEqual(paths);
      }),
    );
  });

  it('hold all of a line but the spaces between them', () => {
    fc.assert(
      fc.property(fc.string(), line => {
        const raw = wordsOf(line).map(word => word.raw);

        expect(raw.join('').replace(/\s/g, '')).toBe(line.replace(/\s/g, ''));
      }),
    );
  });
});
