import { setTimeout as sleep } from 'node:timers/promises';

import type { Jobs } from '../../src/jobs/jobs';
import { until } from './until';

/** Watches: one of each server, all side by side, until they are given up. */
export function watchesKept(jobs: () => Jobs): void {
  describe('a watch', () => {
    it('is held over every server at once, and over each once, until it is stopped', async () => {
      const servers = Array.from({ length: 30 }, (_, index) => `many.${index}`);
      const watched = new Map<string, number>();
      const stop = jobs().watchServers(servers, async (server, held) => {
        watched.set(server, (watched.get(server) ?? 0) + 1);
        await aborted(held);
        watched.delete(server);
      });
      await until('all are watched', () => watched.size === servers.length);
      await sleep(1_500);
      const counts = [...watched.values()];

      await stop();

      expect(counts).toEqual(servers.map(() => 1));
      expect(watched.size).toBe(0);
    });

    it('is begun again after a moment when it ends or throws, and never twice at once', async () => {
      const begunAt: number[] = [];
      let atOnce = 0;
      let most = 0;
      const stop = jobs().watchServers(['restless'], async () => {
        begunAt.push(performance.now());
        most = Math.max(most, ++atOnce);
        await sleep(20);
        atOnce--;
        if (begunAt.length % 2 === 0) throw new Error('a fault');
      });

      await until('it was begun four times', () => begunAt.length === 4);
      await stop();

      const pauses = begunAt.slice(1).map((at, index) => at - (begunAt[index] ?? 0));
      expect(most).toBe(1);
      for (const pause of pauses) expect(pause).toBeGreaterThan(900);
    });

    it('goes to the next at once when one stops, who waits for what is under way', async () => {
      const seen: string[] = [];
      const watch = (name: string) => async (_server: string, held: AbortSignal) => {
        seen.push(`${name} begins`);
        await aborted(held);
        await sleep(100);
        seen.push(`${name} has ended`);
      };
      const stopFirst = jobs().watchServers(['handed-over'], watch('first'));
      await until('the first watches', () => seen.length === 1);
      const stopSecond = jobs().watchServers(['handed-over'], watch('second'));

      const asked = performance.now();
      await stopFirst();
      const stopped = [...seen];
      await until('the second watches', () => seen.includes('second begins'));
      const took = performance.now() - asked;
      await stopSecond();

      expect(stopped.slice(0, 2)).toEqual(['first begins', 'first has ended']);
      expect(seen).toEqual(['first begins', 'first has ended', 'second begins', 'second has ended']);
      expect(took).toBeLessThan(3_000);
    });

    it('needs no servers', async () => {
      const stop = jobs().watchServers([], () => Promise.reject(new Error('nobody asked for this')));

      await expect(stop()).resolves.toBeUndefined();
    });
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise(resolve => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
