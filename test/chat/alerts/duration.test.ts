import { durationOf } from '../../../src/chat/alerts/duration';

const minute = 60_000;
const hour = 60 * minute;

describe('a time as people write it', () => {
  it.each([
    ['30m', 30 * minute],
    ['2h', 2 * hour],
    ['1d', 24 * hour],
    ['1h30m', 90 * minute],
    ['90 min', 90 * minute],
    ['2 Hours', 2 * hour],
    ['2小时', 2 * hour],
    ['30分钟', 30 * minute],
    ['1天', 24 * hour],
    ['1小时30分', 90 * minute],
  ])('%s is understood', (typed, ms) => {
    expect(durationOf(typed)).toBe(ms);
  });

  it.each(['', '2', 'h', '2 weeks', 'ali', '0m', '-2h', '2h ali', '1.5h', '9999999d'])('%j is not', typed => {
    expect(durationOf(typed)).toBeUndefined();
  });
});
