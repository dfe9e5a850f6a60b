import { setTimeout as pause } from 'node:timers/promises';
import type { Address } from '../../src/chat/platform';
import type { Jobs } from '../../src/jobs/jobs';
import type { WatchPace } from '../../src/watch/pace';
import { eventually, openHouse, type House } from './house';
import type { Shown } from './memory-chat';
import { group, type World } from './world';

/** As the usual pace, for people who wait; what stays still for this long stays so. */
export const quickPace: WatchPace = {
  probeMs: 50,
  checkMs: 250,
  accountsMs: 300,
  unreachableAfterMs: 1_000,
  silentAfterMs: 4_000,
  stableMs: 700,
};
const quietMs = 800;

/** A house whose group is told of incidents, and what it was told. */
export interface ToldHouse extends House {
  /** The message in the group that says this now, or comes to say it. */
  reads(words: RegExp, withinMs?: number): Promise<Shown>;
  /**
   * Once nothing is open and nothing is said any more: each alert in the group, oldest first, by its first line as
   * it was first and is now, without how long something took.
   */
  story(): Promise<readonly string[]>;
}

/**
 * Moves in with nothing remembered of an earlier house, and comes back when the server is watched and known to be
 * well.
 */
export async function openToldHouse(
  world: World,
  jobs: Jobs,
  pace: Partial<WatchPace> = {},
): Promise<ToldHouse> {
  await forget(jobs);
  const house = await openHouse(world, jobs, { alerts: [{ to: group }], pace: { ...quickPace, ...pace } });
  await untilWatched(jobs, '"accounts"');
  return told(house, jobs);
}

/** Of a house whose watcher may be elsewhere. */
export function told(house: House, jobs: Jobs): ToldHouse {
  const { chat } = house;
  const everything = (): string =>
    JSON.stringify([chat.in(group), chat.removed.filter(each => each.ref.address === group)], undefined, 1);
  return {
    ...house,
    reads: (words, withinMs) =>
      eventually(
        `the group reads ${String(words)}`,
        () => chat.in(group).find(each => words.test(each.text)),
        everything,
        withinMs,
      ),
    story: async () => {
      await eventually(
        'nothing is open',
        async () => (await openIncidents(jobs)).length === 0,
        () => everything(),
      );
      for (let before = ''; before !== everything();) {
        before = everything();
        await pause(quietMs);
      }
      const removed = chat.removed.filter(each => each.ref.address === group);
      const all = [...chat.in(group).map(lineOf), ...removed.map(each => `${lineOf(each)} (taken back)`)];
      // What commands answer stands there too.
      return all.filter(line => /^\S+ ali: /u.test(line));
    },
  };
}

async function openIncidents(jobs: Jobs): Promise<readonly string[]> {
  const incidents = (await jobs.read('watch', 'ali'))?.incidents ?? [];
  return incidents.filter(({ endedAtMs }) => endedAtMs === undefined).map(({ id }) => id);
}

/** As if nobody had ever watched the server, nor told the chat of it. */
export async function forget(jobs: Jobs, chat: Address = group): Promise<void> {
  await jobs.write('watch', 'ali', {
    incidents: [],
    history: { clients: [], startsAtMs: [] },
    watchedAtMs: Date.now(),
    memory: {},
  });
  await jobs.write('told', chat, { incidents: {} });
}

/** Until a watcher has written down that it looked at the port, and whatever else is named. */
export async function untilWatched(jobs: Jobs, ...words: readonly string[]): Promise<void> {
  await eventually('a watch that knows the server', async () => {
    const memory = JSON.stringify((await jobs.read('watch', 'ali'))?.memory ?? {});
    return ['"answersSinceMs"', ...words].every(word => memory.includes(word));
  });
}

function lineOf({ history, text }: Shown): string {
  const [first = '', last = ''] = [history[0] ?? text, text].map(headline);
  return first === last ? first : `${first} → ${last}`;
}

function headline(text: string): string {
  return (text.split('\n')[0] ?? '').replace(/ after (?:\d+ (?:s|min|h) ?)+$/, '');
}
