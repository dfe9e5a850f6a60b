import { joined, longestText, plainText } from '../../../../src/chat/telegram/speaking/text';

const now = Date.UTC(2026, 10, 22, 12, 0);
const zone = String.raw`UTC([+-]\d+(:\d\d)?)?`;

describe('a text on Telegram', () => {
  it('marks stretches by where they are, in UTF-16 units', () => {
    const text = plainText(
      ['🎉 ', { kind: 'bold', text: '<b>' }, ' & ', { kind: 'code', text: '中文' }],
      now,
    );

    expect(text).toEqual({
      text: '🎉 <b> & 中文',
      entities: [
        { type: 'bold', offset: 3, length: 3 },
        { type: 'code', offset: 9, length: 2 },
      ],
    });
  });

  it('gives a block lines of its own', () => {
    const { text } = plainText(
      ['Run:', { kind: 'block', text: 'ssh ali' }, 'then\n', { kind: 'block', text: 'ls' }],
      now,
    );

    expect(text).toBe('Run:\nssh ali\nthen\nls');
  });

  it.each([
    [5 * 60_000, String.raw`^\d\d:\d\d ${zone} \(5 min\)$`],
    [-90 * 60_000, String.raw`^\d\d:\d\d ${zone} \(-90 min\)$`],
    [8 * 3_600_000, String.raw`^\d\d:\d\d ${zone} \(8 h\)$`],
    [30 * 3_600_000, String.raw`^2026-11-2\d \d\d:\d\d ${zone} \(30 h\)$`],
    [-20 * 86_400_000, String.raw`^2026-11-0\d \d\d:\d\d ${zone} \(-20 d\)$`],
  ])('says a moment %i ms away so that older apps can read it', (awayMs, pattern) => {
    const { text } = plainText([{ kind: 'moment', atMs: now + awayMs }], now);

    expect(text).toMatch(new RegExp(pattern));
  });

  it('is cut between characters, with what is special about the rest', () => {
    const long = plainText([{ kind: 'bold', text: `a${'🎉'.repeat(longestText)}` }], now);

    const { text, entities } = joined(long, plainText(['end'], now), longestText);

    expect(text).toHaveLength(longestText - 1);
    expect(text.endsWith('🎉…end')).toBe(true);
    expect(entities).toEqual([{ type: 'bold', offset: 0, length: longestText - 5 }]);
  });
});
