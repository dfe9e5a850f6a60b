import { Rounds } from '../../src/watch/rounds';

describe('rounds', () => {
  let done: number[];
  let complaints: unknown[];
  let held: AbortController;
  let round: () => Promise<void>;
  let rounds: Rounds;

  beforeEach(() => {
    jest.useFakeTimers();
    done = [];
    complaints = [];
    held = new AbortController();
    round = () => Promise.resolve();
    rounds = new Rounds(
      () => {
        done.push(Date.now());
        return round();
      },
      held.signal,
      error => complaints.push(error),
    );
  });
  afterEach(() => {
    rounds.stop();
    jest.useRealTimers();
  });

  it('come when the soonest was asked for, and once', async () => {
    const beganMs = Date.now();
    rounds.in(1_000);
    rounds.in(100);
    rounds.in(500);

    await jest.advanceTimersByTimeAsync(5_000);

    expect(done).toEqual([beganMs + 100]);
  });

  it('come one after the other, however long one takes', async () => {
    let running = 0;
    let most = 0;
    round = async () => {
      most = Math.max(most, ++running);
      await new Promise(resolve => setTimeout(resolve, 300));
      running--;
    };
    rounds.in(0);
    await jest.advanceTimersByTimeAsync(10);

    rounds.in(0);
    await jest.advanceTimersByTimeAsync(1_000);

    expect(done).toHaveLength(2);
    expect(most).toBe(1);
  });

  it('go on after one that failed', async () => {
    const failure = new Error('no');
    round = () => Promise.reject(failure);
    rounds.in(0);
    await jest.advanceTimersByTimeAsync(10);

    rounds.in(0);
    await jest.advanceTimersByTimeAsync(10);

    expect(done).toHaveLength(2);
    expect(complaints).toEqual([failure, failure]);
  });

  it('do not come any more when nobody holds the watch', async () => {
    rounds.in(100);
    held.abort();
    rounds.stop();
    rounds.in(0);

    await jest.advanceTimersByTimeAsync(1_000);

    expect(done).toEqual([]);
  });
});
