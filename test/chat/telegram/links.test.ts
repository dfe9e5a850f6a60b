import fc from 'fast-check';
import { lineOf, startParameter } from '../../../src/chat/telegram/links';

describe('a start parameter', () => {
  it('holds a command with its options', () => {
    const parameter = startParameter('claude-login', { server: 'ali' });

    expect(lineOf(parameter ?? '')).toBe('/claude-login server=ali');
  });

  it('quotes values of several words', () => {
    const parameter = startParameter('help', { topic: 'two words' });

    expect(lineOf(parameter ?? '')).toBe('/help topic="two words"');
  });

  it('leaves the options out where they do not fit', () => {
    const parameter = startParameter('claude-login', { server: 's'.repeat(40) });

    expect(lineOf(parameter ?? '')).toBe('/claude-login');
  });

  it('is what Telegram allows, whatever is asked for', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z-]{1,32}$/),
        fc.string({ unit: 'grapheme', maxLength: 40 }),
        (name, value) => {
          const parameter = startParameter(name, { server: value });

          expect(parameter).toMatch(/^[\w-]{1,64}$/);
        },
      ),
    );
  });

  it.each(['', 'a-campaign', 'L2V0Yw', '!!'])('of somebody else is none: %j', parameter => {
    const line = lineOf(parameter);

    expect(line).toBeUndefined();
  });
});
