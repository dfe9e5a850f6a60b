import fc from 'fast-check';

import { nearest } from '../src/nearest';

describe('the nearest name', () => {
  it.each([
    ['ali', 'ali'],
    ['alli', 'ali'],
    ['lai', 'ali'],
    ['ALI', 'ali'],
    ['toky', 'tokyo'],
    ['singapre1', 'singapore-1'],
  ])('to %s is %s', (typed, expected) => {
    const found = nearest(typed, ['ali', 'tokyo', 'singapore-1']);

    expect(found).toBe(expected);
  });

  it.each(['', 'paris', 'al', 'tko'])('to %j is none', typed => {
    const found = nearest(typed, ['alias', 'tokyo', 'singapore-1']);

    expect(found).toBeUndefined();
  });

  it('is the one with the fewest edits', () => {
    const found = nearest('container-b', ['container-aa', 'container-a', 'container-b1']);

    expect(found).toBe('container-a');
  });

  it('is found from any word with one letter too many', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{3,12}$/), fc.nat(12), (name, place) => {
        const typed = `${name.slice(0, place)}x${name.slice(place)}`;

        expect(nearest(typed, [name])).toBe(name);
      }),
    );
  });
});
