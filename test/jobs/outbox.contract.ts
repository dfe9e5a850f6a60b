import type { Telling } from '../../src/jobs/contracts';
import type { Jobs } from '../../src/jobs/jobs';
import { someLogin } from './logins';
import { gate, until } from './until';

function someResult(requester: string): Telling {
  return {
    kind: 'result',
    to: 'telegram:chat:1',
    language: 'en',
    server: 'ali',
    requester,
    outcome: { ok: false, problem: { code: 'denied' } },
  };
}

/** What is to be told: every result, and of every login's status the last. */
export function outboxKept(jobs: () => Jobs): void {
  describe('an outbox', () => {
    it('delivers what it is given, to its own platform', async () => {
      const telling = someResult('somebody');
      const delivered: Telling[] = [];
      const other: Telling[] = [];
      const stops = [
        jobs().workOutbox('telegram', one => Promise.resolve(void delivered.push(one))),
        jobs().workOutbox('terminal', one => Promise.resolve(void other.push(one))),
      ];

      await jobs().tell('telegram', telling);
      await until('it was delivered', () => delivered.length === 1);
      await Promise.all(stops.map(stop => stop()));

      expect(delivered).toEqual([telling]);
      expect(other).toEqual([]);
    });

    it('joins the statuses of a login that wait, and only those of one login', async () => {
      const [one, two] = [someLogin('joined').id, someLogin('joined').id];
      for (const login of [one, one, two, one, two]) await jobs().tell('telegram', { kind: 'status', login });
      await jobs().tell('telegram', someResult('the end'));
      const delivered: string[] = [];

      const stop = jobs().workOutbox('telegram', telling => {
        if (telling.kind === 'status') delivered.push(telling.login);
        if (telling.kind === 'result') delivered.push(telling.requester);
        return Promise.resolve();
      });
      await until('the last one came', () => delivered.includes('the end'));
      await stop();

      expect(delivered.sort()).toEqual([one, two, 'the end'].sort());
    });

    it('delivers a status once more that came while one was being delivered', async () => {
      const { id: login } = someLogin('late-status');
      const state = { now: 'old' };
      const seen: string[] = [];
      const held = gate();
      const stop = jobs().workOutbox('telegram', async () => {
        seen.push(state.now);
        if (seen.length === 1) await held.passed;
      });
      await jobs().tell('telegram', { kind: 'status', login });
      await until('the first is being delivered', () => seen.length === 1);

      state.now = 'new';
      await jobs().tell('telegram', { kind: 'status', login });
      await jobs().tell('telegram', { kind: 'status', login });
      held.open();
      await until('the new state was seen', () => seen.at(-1) === 'new');
      await stop();

      expect(seen).toEqual(['old', 'new']);
    });

    it('always ends with the last state, however deliveries and changes fall', async () => {
      const { id: login } = someLogin('last-state');
      const last = 30;
      let now = 0;
      let seen = -1;
      const stop = jobs().workOutbox('telegram', async () => {
        const read = now;
        await new Promise(resolve => setTimeout(resolve, read % 3));
        seen = read;
      });

      while (now < last) {
        now += 1;
        await jobs().tell('telegram', { kind: 'status', login });
      }
      await until('the last state was delivered', () => seen === last);
      await stop();

      expect(seen).toBe(last);
    });

    it('tries again what failed, until it is delivered', async () => {
      let attempts = 0;
      const stop = jobs().workOutbox('telegram', () => {
        attempts += 1;
        return attempts < 4 ? Promise.reject(new Error('chat is down')) : Promise.resolve();
      });

      await jobs().tell('telegram', someResult('again'));
      await until('it was delivered at last', () => attempts === 4);
      await stop();

      expect(attempts).toBe(4);
    }, 30_000);

    it('does not keep a new status waiting behind the pause of one that failed', async () => {
      const { id: login } = someLogin('pausing');
      let down = true;
      let delivered = 0;
      let attempts = 0;
      const stop = jobs().workOutbox('telegram', () => {
        attempts += 1;
        if (down) return Promise.reject(new Error('chat is down'));
        delivered += 1;
        return Promise.resolve();
      });
      await jobs().tell('telegram', { kind: 'status', login });
      // The next one would come after three seconds.
      await until('the pauses have grown', () => attempts === 5);
      down = false;

      const asked = performance.now();
      await jobs().tell('telegram', { kind: 'status', login });
      await until('it was delivered', () => delivered > 0);
      const took = performance.now() - asked;
      await stop();

      expect(took).toBeLessThan(2_000);
      expect(delivered).toBe(1);
    }, 30_000);
  });
}
