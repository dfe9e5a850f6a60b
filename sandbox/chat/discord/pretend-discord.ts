import { createApi } from './api';
import type { CdnMishap } from './cdn';
import { openGateway } from './gateway';
import { neverAcknowledged } from './interactions';
import { createPace } from './pace';
import { createPerson, type PretendPerson } from './people';
import { loadSchemas } from './schemas';
import { createWorld, type Mishap, type PublishedCommand, type SeenRequest, type World } from './world';

/** A Discord of our own on 127.0.0.1: one guild with one channel, and the private chats of its people. */
export interface PretendDiscord {
  /** The API's root, for `DISCORD_API_URL`. */
  readonly url: string;
  readonly token: string;
  readonly applicationId: string;
  readonly guild: string;
  /** The guild's text channel. */
  readonly channel: string;
  /** Everything behind it. */
  readonly world: World;
  person(options?: { readonly name?: string; readonly roles?: readonly string[] }): PretendPerson;
  /** The commands published for a guild, or for everywhere. */
  menu(guild?: string): readonly PublishedCommand[];
  failNext(mishap: Mishap): void;
  /** The next file that the bot fetches meets this. */
  failNextDownload(mishap: CdnMishap): void;
  /** Removes what was attached to commands, as Discord does after some time. */
  removeAttached(): void;
  /** The paths of files that were asked for. */
  downloads(): readonly string[];
  /** A thread of the channel; gives its id. */
  openThread(): string;
  /** Puts a thread to sleep, as a day without messages does; `locked` by somebody, it stays so. */
  archive(thread: string, locked?: boolean): void;
  /** Takes the bot out of a channel or a thread. */
  bar(channel: string): void;
  /** Ends every interaction's token, as fifteen minutes do. */
  expireAnswers(): void;
  /** Cuts the bots' connections; they may resume. */
  dropConnections(): void;
  connectedBots(): number;
  /** A right id that no thing has yet. */
  freshId(): string;
  requests(): readonly SeenRequest[];
  /** Everything a right bot would not have done, as sentences. */
  violations(): readonly string[];
  close(): Promise<void>;
}

export async function openPretendDiscord(): Promise<PretendDiscord> {
  const world = createWorld();
  const schemas = await loadSchemas();
  const server = createApi({
    world,
    schemas,
    gateway: () => gateway,
    gatewayUrl: () => `ws://127.0.0.1:${port}`,
    pace: createPace(world),
  });
  const gateway = openGateway(server, world, () => `ws://127.0.0.1:${port}`);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  world.cdn.origin = `http://127.0.0.1:${port}`;

  return {
    url: `http://127.0.0.1:${port}/api`,
    token: world.token,
    applicationId: world.applicationId,
    guild: world.guild.id,
    channel: world.guild.channel,
    world,
    person: ({ name = 'Ann', roles = [] } = {}) => createPerson(world, gateway, { name, roles }),
    menu: guild => world.menus.get(guild ?? 'global') ?? [],
    failNext: mishap => world.mishaps.push(mishap),
    failNextDownload: mishap => world.cdn.mishaps.push(mishap),
    removeAttached: () => {
      for (const interaction of world.interactions.values()) interaction.files = [];
    },
    downloads: () => world.cdn.downloads,
    openThread: () => {
      const thread = world.id();
      world.threads.set(thread, { archived: false, locked: false });
      return thread;
    },
    archive: (thread, locked = false) => world.threads.set(thread, { archived: true, locked }),
    bar: channel => world.barred.add(channel),
    expireAnswers: () => {
      for (const interaction of world.interactions.values()) interaction.expired = true;
    },
    dropConnections: () => gateway.drop(),
    connectedBots: () => gateway.connected(),
    freshId: () => world.id(),
    requests: () => world.requests,
    violations: () => [...world.violations, ...neverAcknowledged(world)],
    close: async () => {
      gateway.close();
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
    },
  };
}
