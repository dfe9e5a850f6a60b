import type { Signal } from '../../src/jobs/contracts';
import type { Jobs } from '../../src/jobs/jobs';
import { until } from './until';

/** Signals: heard by all who listen, in order. */
export function signalsKept(jobs: () => Jobs): void {
  describe('a signal', () => {
    it('reaches every listener, in order, and none that stopped', async () => {
      const sent: Signal[] = [
        { kind: 'cancel', login: 'ali.1', by: 'discord:1' },
        { kind: 'delivered', login: 'ali.2' },
        { kind: 'incidents', server: 'my.server' },
        { kind: 'cancel', login: 'my.server.3', by: 'telegram:2' },
      ];
      const heard: [Signal[], Signal[], Signal[]] = [[], [], []];
      const stops = heard.map(list => jobs().onSignal(signal => list.push(signal)));
      await stops[2]?.();

      for (const signal of sent) await jobs().signal(signal);
      await until('all were heard', () => heard[0].length === sent.length && heard[1].length === sent.length);
      await Promise.all(stops.map(stop => stop()));

      expect(heard).toEqual([sent, sent, []]);
    });
  });
}
