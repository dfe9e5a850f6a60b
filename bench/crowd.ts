import { until } from '../test/real/parts/until';
import type { Bench, Result } from './bench';
import type { Chat, Person } from './chats/chat';
import { openDiscord } from './chats/discord';
import { openTelegram } from './chats/telegram';
import { emptyRedis } from './empty-redis';
import type { Parts } from './parts';
import { loginInChat } from './logins/in-chat';
import { startProgram } from './program';
import { median, percentile } from './statistics';

const people = 100;
const rounds = 5;

/** How long people wait for their first answer when a hundred of them ask for a login at once. */
export const crowd: Bench = {
  name: 'crowd',
  run: async parts => [
    ...(await firstAnswers(parts, 'Telegram', openTelegram)),
    ...(await firstAnswers(parts, 'Discord', openDiscord)),
  ],
};

async function firstAnswers(
  parts: Parts,
  name: string,
  open: (people: number) => Promise<Chat>,
): Promise<readonly Result[]> {
  const waits: number[] = [];
  for (let round = 0; round < rounds; round++) waits.push(...(await oneRound(parts, open)));
  const what = `crowd on ${name}: first of ${people} answers at once`;
  return [
    { what: `${what}, p99`, value: percentile(waits, 99), unit: 'ms', target: { atMost: 100 } },
    { what: '— median', value: median(waits), unit: 'ms' },
  ];
}

/** A program with one login behind it and an empty line. */
async function oneRound(parts: Parts, open: (people: number) => Promise<Chat>): Promise<readonly number[]> {
  await emptyRedis(parts);
  const chat = await open(people + 1);
  const program = await startProgram(parts, { chats: [chat], queue: 'redis' });
  try {
    // What is loaded only once in the life of a process is loaded now.
    await loginInChat(await parts.server(), chat.person());

    const all = Array.from({ length: people }, () => chat.person());
    const asked = all.map(person => {
      const atMs = performance.now();
      person.commands('claude-login');
      return { person, atMs };
    });
    return await Promise.all(asked.map(async ({ person, atMs }) => (await firstAnswer(person)) - atMs));
  } finally {
    await program.stop();
    await chat.close();
  }
}

function firstAnswer(person: Person): Promise<number> {
  return until('the first answer', () => person.heard()[0]?.atMs);
}
