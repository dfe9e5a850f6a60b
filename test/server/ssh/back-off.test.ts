import fc from 'fast-check';
import { backOffMs } from '../../../src/server/ssh/back-off';

describe('the pause after failures in a row', () => {
  it.each([
    [1, 500],
    [2, 1000],
    [5, 8000],
    [6, 15_000],
    [100, 15_000],
  ])('after %d is %d ms in the middle', (failures, expected) => {
    expect(backOffMs(failures, 0.5)).toBe(expected);
  });

  it('differs by at most a quarter', () => {
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), chance, (failures, random) => {
        const middle = backOffMs(failures, 0.5);

        expect(backOffMs(failures, random)).toBeGreaterThanOrEqual(middle * 0.75);
        expect(backOffMs(failures, random)).toBeLessThanOrEqual(middle * 1.25);
      }),
    );
  });
});
