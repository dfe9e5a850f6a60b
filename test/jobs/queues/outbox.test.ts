import { pauseAfter } from '../../../src/jobs/queues/outbox';

describe('the pause after a failed delivery', () => {
  it('doubles from a second up to five minutes', () => {
    const pauses = [1, 2, 3, 9, 10, 300].map(attempt => pauseAfter(attempt, 1_000));

    expect(pauses).toEqual([1_000, 2_000, 4_000, 256_000, 300_000, 300_000]);
  });

  it('of alerts stays short enough to be waited for', () => {
    const pauses = [1, 5, 6, 2_000].map(attempt => pauseAfter(attempt, 1_000, 30_000));

    expect(pauses).toEqual([1_000, 16_000, 30_000, 30_000]);
  });
});
