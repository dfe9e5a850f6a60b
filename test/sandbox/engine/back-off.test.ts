import { createBackOff } from '../../../sandbox/engine/container/back-off';

describe('the wait before a restart by policy', () => {
  it('doubles from 100 ms to a minute', () => {
    const backOff = createBackOff();

    const waits = Array.from({ length: 12 }, () => backOff.nextMs(500));

    expect(waits.slice(0, 4)).toEqual([100, 200, 400, 800]);
    expect(waits.slice(-2)).toEqual([60_000, 60_000]);
  });

  it('begins anew after a run of more than ten seconds', () => {
    const backOff = createBackOff();
    backOff.nextMs(500);
    backOff.nextMs(500);

    const waitMs = backOff.nextMs(10_001);

    expect(waitMs).toBe(100);
  });
});
