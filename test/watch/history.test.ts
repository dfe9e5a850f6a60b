import { noHistory, withClients, withStartAt } from '../../src/watch/history';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const counted = (clients: number) => ({ clients, parts: [], atMs: 0 });

describe('the last day of a server', () => {
  it('has a point for each change of the clients, and one each ten minutes', () => {
    const first = withClients(noHistory, counted(3), 0);

    const same = withClients(first, counted(3), 9 * minuteMs);
    const changed = withClients(same, counted(2), 9.5 * minuteMs);
    const later = withClients(changed, counted(2), 20 * minuteMs);

    expect(same).toBe(first);
    expect(later.clients).toEqual([
      { atMs: 0, clients: 3 },
      { atMs: 9.5 * minuteMs, clients: 2 },
      { atMs: 20 * minuteMs, clients: 2 },
    ]);
  });

  it('has every start once', () => {
    const once = withStartAt(noHistory, 5);

    expect(withStartAt(once, 5)).toBe(once);
    expect(withStartAt(once, 9).startsAtMs).toEqual([5, 9]);
  });

  it('forgets what is older, and more than can be drawn', () => {
    const many = Array.from({ length: 400 }, (_, index) => index);

    const starts = many.reduce(withStartAt, noHistory);
    const clients = many.reduce((history, index) => withClients(history, counted(index), index), noHistory);

    expect(starts.startsAtMs).toHaveLength(300);
    expect(clients.clients).toHaveLength(300);
    expect(withStartAt(starts, dayMs + 1_000).startsAtMs).toEqual([dayMs + 1_000]);
    expect(withClients(clients, counted(1), dayMs + 1_000).clients).toHaveLength(1);
  });
});
