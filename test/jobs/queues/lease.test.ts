import { Leases } from '../../../src/jobs/queues/lease';
import { until } from '../until';

const LOCK_MS = 500;

describe('the locks of jobs that are held', () => {
  let leases: Leases;
  afterEach(() => {
    leases.close();
  });

  const now = (): number => performance.now();

  it('are renewed together for as long as they are held', async () => {
    const renewed: string[][] = [];
    leases = new Leases(LOCK_MS, (ids, tokens) => {
      renewed.push([...ids, ...tokens]);
      return Promise.resolve([]);
    });
    const one = leases.take('a', 'token-a', 0);
    const two = leases.take('b', 'token-b', 0);

    const began = now();
    await until('the first lock would be over twice', () => now() - began > 2 * LOCK_MS);
    one.end();
    await until('the other is renewed alone', () => renewed.at(-1)?.join() === 'b,token-b');

    expect(renewed[0]).toEqual(['a', 'b', 'token-a', 'token-b']);
    expect([one.lost.aborted, two.lost.aborted]).toEqual([false, false]);
  });

  it('are lost at once when the store says so, each for itself', async () => {
    leases = new Leases(LOCK_MS, () => Promise.resolve(['a']));

    const one = leases.take('a', 'token-a', 0);
    const two = leases.take('b', 'token-b', 0);
    await until('the first is lost', () => one.lost.aborted);

    expect(two.lost.aborted).toBe(false);
  });

  it.each([
    ['refuses', () => Promise.reject(new Error('away'))],
    ['does not answer', () => new Promise<never>(() => undefined)],
  ])('are lost before their time is over when the store %s', async (_name, renew) => {
    leases = new Leases(LOCK_MS, renew);
    const began = now();

    const lease = leases.take('a', 'token', 0);
    await until('it is lost', () => lease.lost.aborted);

    expect(now() - began).toBeLessThan(LOCK_MS);
    expect(now() - began).toBeGreaterThan(LOCK_MS / 2);
  });

  it('count from the question, however late the answer', async () => {
    const answers: (() => void)[] = [];
    leases = new Leases(LOCK_MS, () => new Promise(resolve => answers.push(() => resolve([]))));
    const lease = leases.take('a', 'token', 0);
    await until('it was asked', () => answers.length === 1);
    const asked = now();

    await until('half of the time is over', () => now() - asked > LOCK_MS / 2);
    answers[0]?.();
    await until('it is lost', () => lease.lost.aborted);

    expect(now() - asked).toBeLessThan(LOCK_MS);
  });

  it('count what went by before they were taken', async () => {
    leases = new Leases(LOCK_MS, () => new Promise<never>(() => undefined));
    const began = now();

    const late = leases.take('a', 'token', LOCK_MS);
    await until('it is lost', () => late.lost.aborted);

    expect(now() - began).toBeLessThan(LOCK_MS / 2);
  });
});
