import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, Result } from './bench';
import type { Chat } from './chats/chat';
import { openDiscord } from './chats/discord';
import { openTelegram } from './chats/telegram';
import { emptyRedis } from './empty-redis';
import { startFleet } from './fleet/fleet';
import type { Parts } from './parts';
import { startProgram, type ProgramOptions } from './program';
import { median } from './statistics';

const many = 200;
const allSeenWithinMs = 120_000;
/** Longer than a watch leaves between two looks at the accounts: everything was done at least once. */
const settleMs = 75_000;
const samples = 7;
const apartMs = 5_000;

/** What two hundred servers that are well cost the one worker that watches them, and how soon it watches them all. */
export const servers: Bench = {
  name: 'servers',
  run: async parts => {
    const chats = [await openDiscord(1), await openTelegram(1)];
    try {
      return [
        ...(await compare(parts, chats, 'redis', 'on Redis')),
        ...(await compare(parts, chats, 'embedded', 'embedded')),
      ];
    } finally {
      for (const chat of chats) await chat.close();
    }
  },
};

async function compare(
  parts: Parts,
  chats: readonly Chat[],
  queue: ProgramOptions['queue'],
  name: string,
): Promise<readonly Result[]> {
  const one = await watch(parts, { chats, queue }, 1);
  const all = await watch(parts, { chats, queue }, many);
  const what = `${many} servers ${name}`;
  return [
    {
      what: `${what}: memory for each`,
      value: (all.memoryMb - one.memoryMb) / (many - 1),
      unit: 'MB',
      target: { atMost: 0.5 },
    },
    { what: '— memory with all of them', value: all.memoryMb, unit: 'MB' },
    { what: '— memory with one', value: one.memoryMb, unit: 'MB' },
    { what: `${what}: every one seen after`, value: all.seenMs / 1000, unit: 's' },
    { what: '— with one', value: one.seenMs / 1000, unit: 's' },
  ];
}

/** A new program with so many servers that it has never seen. */
async function watch(
  parts: Parts,
  options: Pick<ProgramOptions, 'chats' | 'queue'>,
  count: number,
): Promise<{ readonly memoryMb: number; readonly seenMs: number }> {
  if (options.queue === 'redis') await emptyRedis(parts);
  const fleet = await startFleet(parts, count);
  const program = await startProgram(parts, { ...options, servers: fleet.environment });
  try {
    const seenAtMs = await fleet.allSeen(allSeenWithinMs);
    await pause(settleMs);
    const memoryMb: number[] = [];
    for (let sample = 0; sample < samples; sample++) {
      await pause(apartMs);
      memoryMb.push(program.memoryMb());
    }
    return { memoryMb: median(memoryMb), seenMs: seenAtMs - program.startedAtMs };
  } finally {
    await program.stop();
    await fleet.close();
  }
}
