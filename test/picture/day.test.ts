import { dayOf } from '../../src/picture/day';
import { hourMs, nowMs } from './sections';

const at = (hoursAgo: number) => nowMs - hoursAgo * hourMs;

describe('the last day of a server', () => {
  it('is a line of steps, each as long as its count held', () => {
    const clients = [
      { atMs: at(18), clients: 3 },
      { atMs: at(6), clients: 2 },
    ];

    const day = dayOf({ clients, startsAtMs: [] }, nowMs);

    expect(day.steps).toEqual([
      { from: 0.25, to: 0.75, clients: 3 },
      { from: 0.75, to: 1, clients: 2 },
    ]);
    expect(day.range).toEqual({ fewest: 2, most: 3 });
  });

  it('begins with what was counted before it', () => {
    const clients = [
      { atMs: at(40), clients: 9 },
      { atMs: at(30), clients: 3 },
      { atMs: at(12), clients: 4 },
    ];

    const day = dayOf({ clients, startsAtMs: [] }, nowMs);

    expect(day.steps).toEqual([
      { from: 0, to: 0.5, clients: 3 },
      { from: 0.5, to: 1, clients: 4 },
    ]);
    expect(day.range).toEqual({ fewest: 3, most: 4 });
  });

  it('knows nothing before the first count', () => {
    const day = dayOf({ clients: [{ atMs: at(6), clients: 1 }], startsAtMs: [] }, nowMs);

    expect(day.steps).toEqual([{ from: 0.75, to: 1, clients: 1 }]);
  });

  it('has no line where nothing was counted', () => {
    const day = dayOf({ clients: [], startsAtMs: [at(1)] }, nowMs);

    expect(day.steps).toEqual([]);
    expect(day.range).toBeUndefined();
  });

  it('has the restarts of this day alone', () => {
    const day = dayOf({ clients: [], startsAtMs: [at(30), at(12), at(6)] }, nowMs);

    expect(day.restarts).toEqual([0.5, 0.75]);
  });
});
