import { list } from '../../src/messages/rich';
import { plainText } from '../fakes/plain';

describe('names in a row', () => {
  it('all stand there', () => {
    expect(plainText(list(', ', ['ali', 'tokyo']))).toBe('ali, tokyo');
  });

  it('of very many are counted from some point on', () => {
    const names = Array.from({ length: 200 }, (_, index) => `server-${index}`.padEnd(32, 'x'));

    const text = plainText(list(', ', names));

    expect(text).toMatch(/^server-0x+, server-1x+, .*, … \+175$/);
    expect(text.length).toBeLessThan(1_000);
  });

  it('are as few as somebody asks for', () => {
    expect(plainText(list('、', ['a', 'b', 'c'], 2))).toBe('a、b、… +1');
  });
});
