import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../test/real/parts/until';
import { endsSince } from './alerts/ends';
import type { Bench, Result } from './bench';
import type { Chat } from './chats/chat';
import { complain } from './chats/complain';
import { openDiscord } from './chats/discord';
import { openTelegram } from './chats/telegram';
import { emptyRedis } from './empty-redis';
import type { Parts, RealServer } from './parts';
import { startProgram, type ProgramOptions } from './program';
import { median, percentile } from './statistics';

const rounds = 6;
const killsInRound = 6;
const patienceMs = 30_000;
/** So long after the last word of the bot it has no more to say. */
const quietMs = 1_500;

/** How long after Docker's own time of it the end of a container is told. */
export const alerts: Bench = {
  name: 'alerts',
  run: async parts => [
    ...(await delays(parts, 'redis', 'on Redis')),
    ...(await delays(parts, 'embedded', 'embedded')),
  ],
};

async function delays(
  parts: Parts,
  queue: ProgramOptions['queue'],
  name: string,
): Promise<readonly Result[]> {
  const all = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    for (const [chat, waits] of await oneRound(parts, queue))
      all.set(chat, [...(all.get(chat) ?? []), ...waits]);
  }
  return [...all].flatMap(([chat, waits]): readonly Result[] => [
    {
      what: `alert on ${chat} ${name}: after Docker’s event, p95 of ${waits.length}`,
      value: percentile(waits, 95),
      unit: 'ms',
      target: { atMost: 1_000 },
    },
    { what: '— median', value: median(waits), unit: 'ms' },
    { what: '— longest', value: Math.max(...waits), unit: 'ms' },
  ]);
}

/** A program that knows nothing yet sees a container killed, started again, and at last crash. */
async function oneRound(
  parts: Parts,
  queue: ProgramOptions['queue'],
): Promise<ReadonlyMap<string, readonly number[]>> {
  const server = await parts.server();
  const chats = [await openTelegram(1), await openDiscord(1)];
  if (queue === 'redis') await emptyRedis(parts);
  await server.standIn.serves();
  const environment = { ALERTS: chats.map(chat => chat.alerts.place).join(',') };
  const program = await startProgram(parts, { chats, queue, environment });
  const waits = new Map<string, number[]>(chats.map(({ name }) => [name, []]));
  const take = (measured: ReadonlyMap<string, number>): void => {
    for (const [chat, ms] of measured) waits.get(chat)?.push(ms);
  };
  try {
    await pause(3 * quietMs);
    for (let kill = 0; kill < killsInRound; kill++) {
      take(await told(server, chats, () => server.engine.docker.getContainer(server.standIn.id).kill()));
      await server.standIn.start();
      await quiet(chats);
    }
    // Last: what crashed once is watched for a minute, and until then everything belongs to that.
    take(await told(server, chats, () => server.standIn.crash(1)));
    complain(chats);
    return waits;
  } finally {
    await program.stop();
    for (const chat of chats) await chat.close();
  }
}

/** For each chat how long after the end that this brings about its first message came. */
async function told(
  { engine }: RealServer,
  chats: readonly Chat[],
  end: () => Promise<unknown>,
): Promise<ReadonlyMap<string, number>> {
  const before = new Map(chats.map(chat => [chat, newsOf(chat).length]));
  const sinceMs = Date.now();
  await end();
  const waits = new Map<string, number>();
  for (const chat of chats) {
    const atMs = await until(`${chat.name} is told`, () => newsOf(chat)[before.get(chat) ?? 0], patienceMs);
    const [endedAtMs] = await endsSince(engine, sinceMs);
    if (endedAtMs === undefined) throw new Error('Docker knows of no end');
    waits.set(chat.name, atMs + (Date.now() - performance.now()) - endedAtMs);
  }
  return waits;
}

/** When each new message came. */
function newsOf({ alerts: place }: Chat): readonly number[] {
  return place
    .told()
    .filter(({ isNew }) => isNew)
    .map(({ atMs }) => atMs);
}

async function quiet(chats: readonly Chat[]): Promise<void> {
  const last = (): number => Math.max(...chats.flatMap(chat => chat.alerts.told().map(({ atMs }) => atMs)));
  await until('the bot has said everything', () => performance.now() - last() > quietMs, patienceMs);
}
