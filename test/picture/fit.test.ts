import fc from 'fast-check';
import { shortened, wrapped } from '../../src/picture/fit';

/** Every character is ten pixels wide. */
const measure = (text: string) => Array.from(text).length * 10;

describe('a text in a width', () => {
  it('is left alone where it fits', () => {
    expect(shortened('ada@example.com', 150, measure)).toBe('ada@example.com');
  });

  it('loses its middle where it does not', () => {
    expect(shortened('grace.hopper@example.com', 120, measure)).toBe('grace.…e.com');
  });

  it('is never wider than it may be, and never ends in half a character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.integer({ min: 10, max: 400 }),
        (text, width) => {
          const short = shortened(text, width, measure);

          expect(measure(short)).toBeLessThanOrEqual(width);
          expect(short).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
        },
      ),
    );
  });

  it('is broken between words', () => {
    expect(wrapped('connection refused by tokyo', 180, measure)).toEqual(['connection refused', 'by tokyo']);
  });

  it('is broken anywhere in Chinese, but not before a full stop or after a bracket', () => {
    expect(wrapped('机器开着吗？请检查一下（一次）。', 60, measure)).toEqual([
      '机器开着吗？',
      '请检查一下',
      '（一次）。',
    ]);
  });

  it('is shortened where one word is wider than a line', () => {
    expect(wrapped(`see ${'x'.repeat(40)}`, 100, measure)).toEqual(['see', 'xxxxx…xxxx']);
  });
});
