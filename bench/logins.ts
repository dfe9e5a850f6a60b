import type { Bench, Result } from './bench';
import { complain } from './chats/complain';
import { openDiscord } from './chats/discord';
import { openTelegram } from './chats/telegram';
import { loginByHand } from './logins/by-hand';
import { loginInChat } from './logins/in-chat';
import { loginLocally, startLocally } from './logins/locally';
import { startProgram } from './program';
import { alternate } from './rounds';
import { median } from './statistics';

const rounds = 15;
const warmUp = 2;

/**
 * Whole logins on a warm program, beside the same program started straight on the Docker socket and by hand
 * with `ssh ali docker exec`. What the program takes by itself to its link is what it takes longer on the
 * local socket than `echo`: starting something in a container is not its own time.
 */
export const logins: Bench = {
  name: 'logins',
  run: async parts => {
    const server = await parts.server();
    const chats = {
      telegram: await openTelegram(rounds + warmUp),
      discord: await openDiscord(rounds + warmUp),
    };
    const program = await startProgram(parts, { chats: Object.values(chats), queue: 'redis' });
    try {
      const measured = await alternate(
        {
          telegram: () => loginInChat(server, chats.telegram.person()),
          discord: () => loginInChat(server, chats.discord.person()),
          locally: () => loginLocally(server),
          byHand: () => loginByHand(server),
          echo: () => startLocally(server),
        },
        { rounds, warmUp },
      );
      const of = (name: 'telegram' | 'discord' | 'locally' | 'byHand' | 'echo', leg: 'linkMs' | 'resultMs') =>
        median((measured.get(name) ?? []).map(times => times[leg]));
      const ownLinkMs = of('locally', 'linkMs') - of('echo', 'linkMs');
      const byHandMs = of('byHand', 'linkMs') - ownLinkMs;
      const chat = (name: 'telegram' | 'discord'): readonly Result[] => {
        const linkMs = of(name, 'linkMs') - ownLinkMs;
        const resultMs = of(name, 'resultMs') - of('locally', 'resultMs');
        const place = chats[name].name;
        return [
          {
            what: `link on ${place}, less the program’s own time`,
            value: linkMs,
            unit: 'ms',
            target: { atMost: 80 },
          },
          { what: `link on ${place} ÷ by hand`, value: linkMs / byHandMs, unit: '', target: { atMost: 0.3 } },
          {
            what: `result on ${place}, less the program’s own time`,
            value: resultMs,
            unit: 'ms',
            target: { atMost: 150 },
          },
        ];
      };
      complain(Object.values(chats));
      return [
        ...chat('telegram'),
        ...chat('discord'),
        { what: '— link by hand, less the program’s own time', value: byHandMs, unit: 'ms' },
        { what: '— the program’s own time to its link', value: ownLinkMs, unit: 'ms' },
        { what: '— echo on the local socket', value: of('echo', 'linkMs'), unit: 'ms' },
        {
          what: '— the program’s own time from callback to loaded',
          value: of('locally', 'resultMs'),
          unit: 'ms',
        },
      ];
    } finally {
      await program.stop();
      for (const chat of Object.values(chats)) await chat.close();
    }
  },
};
