import type { PretendPerson } from '../../sandbox/chat/discord/people';
import { openPretendDiscord } from '../../sandbox/chat/discord/pretend-discord';
import { queueOf, type Chat, type Person } from './chat';

/** The pretend Discord with so many people. */
export async function openDiscord(people: number): Promise<Chat> {
  const discord = await openPretendDiscord();
  const all = Array.from({ length: people }, (_, index) => discord.person({ name: `P${index}` }));

  const personOf = (pretended: PretendPerson): Person => {
    // Requests name either the private chat or the interaction that they answer.
    const names = [`/channels/${pretended.privateChat}/`];
    return {
      commands: name => {
        const { id, token } = pretended.slash(pretended.privateChat, name);
        names.push(`/interactions/${id}/`, `/${token}/`);
      },
      writes: text => void pretended.writes(text),
      heard: () =>
        discord
          .requests()
          .filter(({ path }) => names.some(name => path.includes(name)))
          .map(({ atMs, body }) => ({ atMs: atMs - performance.timeOrigin, body: JSON.stringify(body) })),
    };
  };
  return {
    name: 'Discord',
    environment: { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.url },
    operators: all.map(({ id }) => `discord:${id}`),
    person: queueOf(all.map(personOf)),
    alerts: {
      place: `discord-channel:${discord.channel}`,
      told: () =>
        discord
          .requests()
          .filter(({ path }) => path.startsWith(`/channels/${discord.channel}/messages`))
          .map(({ atMs, method }) => ({ atMs: atMs - performance.timeOrigin, isNew: method === 'POST' })),
    },
    violations: () => discord.violations(),
    close: () => discord.close(),
  };
}
