import { setTimeout as sleep } from 'node:timers/promises';

import type { Address } from '../../src/chat/platform';
import type { Jobs } from '../../src/jobs/jobs';
import { gate, until } from './until';

/** Alerts in an outbox: each chat is brought up to date by one at a time, until it is. */
export function alertsKept(jobs: () => Jobs): void {
  describe('an outbox of alerts', () => {
    it('joins those of one chat, and only those', async () => {
      const chats: Address[] = ['telegram:chat:-1', 'telegram:chat:-1/7', 'telegram:chat:-2'];
      for (const to of [...chats, ...chats]) await jobs().tell('telegram', { kind: 'alerts', to });
      const delivered: string[] = [];

      const stop = jobs().workOutbox('telegram', telling => {
        if (telling.kind === 'alerts') delivered.push(telling.to);
        return Promise.resolve();
      });
      await until('all were delivered', async () => (await waiting(jobs())) === 0 && delivered.length >= 3);
      await stop();

      expect(delivered.sort()).toEqual([...chats].sort());
    });

    it('never delivers two at once for one chat, and always once more after the last change', async () => {
      const to: Address = 'telegram:chat:-3';
      const last = 20;
      let [now, seen, atOnce, most] = [0, -1, 0, 0];
      const stop = jobs().workOutbox('telegram', async () => {
        most = Math.max(most, ++atOnce);
        const read = now;
        await sleep(read % 4);
        seen = read;
        atOnce--;
      });

      while (now < last) {
        now += 1;
        await jobs().tell('telegram', { kind: 'alerts', to });
        await sleep(now % 3);
      }
      await until('the last change was seen', () => seen === last);
      await stop();

      expect(most).toBe(1);
    });

    it('goes on with other chats while one cannot be reached, and tries that one again', async () => {
      const [down, up]: Address[] = ['telegram:chat:-4', 'telegram:chat:-5'];
      if (down === undefined || up === undefined) throw new Error('two chats');
      let isDown = true;
      const delivered: string[] = [];
      const failed = gate();
      const stop = jobs().workOutbox('telegram', telling => {
        const to = telling.kind === 'alerts' ? telling.to : '';
        if (isDown && to === down) {
          failed.open();
          return Promise.reject(new Error('429'));
        }
        return Promise.resolve(void delivered.push(to));
      });
      await jobs().tell('telegram', { kind: 'alerts', to: down });
      await failed.passed;

      await jobs().tell('telegram', { kind: 'alerts', to: up });
      await until('the other was delivered', () => delivered.includes(up));
      const meanwhile = [...delivered];
      isDown = false;
      await until('it was delivered too', () => delivered.includes(down));
      await stop();

      expect(meanwhile).toEqual([up]);
      expect(delivered).toEqual([up, down]);
    });

    it('counts what waits, also what pauses after a failure', async () => {
      const stop = jobs().workOutbox('telegram', () => Promise.reject(new Error('chat is down')));
      await jobs().tell('telegram', { kind: 'alerts', to: 'telegram:chat:-6' });
      await jobs().tell('telegram', { kind: 'alerts', to: 'telegram:chat:-7' });
      await until('both pause', async () => (await waiting(jobs())) === 2);

      await stop();
      const depth = await jobs().depth(['ali']);
      const again = jobs().workOutbox('telegram', () => Promise.resolve());
      await until('nothing waits', async () => (await waiting(jobs())) === 0);
      await again();

      expect(depth).toEqual({
        logins: 0,
        tasks: 0,
        'outbox-discord': expect.any(Number) as unknown,
        'outbox-telegram': 2,
        'outbox-terminal': 0,
      });
    });
  });
}

async function waiting(jobs: Jobs): Promise<number> {
  return (await jobs.depth([]))['outbox-telegram'] ?? 0;
}
