import { Client, Events, GatewayIntentBits, Options, Partials, REST } from 'discord.js';
import type { Log } from '../../log';
import { messageOf } from '../../errors';
import type { Language } from '../../messages/language';
import type { CommandDescription, Listener, PasteQuestion, Platform } from '../platform';
import { publishCommands } from './commands';
import { listen } from './hearing/ears';
import { asked } from './failures';
import { edit, openPrivate, remove, send } from './speaking/mail';
import { createPasteQuestions } from './hearing/paste';
import { createPeople } from './hearing/people';

export interface DiscordOptions {
  readonly token: string;
  /** The API's root without the version (`https://discord.com/api`); its gateway is the one it names. */
  readonly apiUrl?: string;
  /** Guilds that get menus of their own, which take effect at once. */
  readonly guilds?: readonly string[];
  readonly log: Log;
  /** What a paste button asks when its own question was forgotten in a restart. */
  readonly words: Readonly<Record<Language, PasteQuestion>>;
}

/** Discord through discord.js. */
export function createDiscord(options: DiscordOptions): Platform {
  const { log } = options;
  const settings = { version: '10', ...(options.apiUrl === undefined ? {} : { api: options.apiUrl }) };
  const rest = restOf(options.token, settings, log);
  const questions = createPasteQuestions(options.words);
  const people = createPeople();
  let stop: () => Promise<void> = () => Promise.resolve();

  async function start(commands: readonly CommandDescription[], listener: Listener): Promise<void> {
    const client = clientOf(settings);
    stop = () => client.destroy();
    watch(client, log);
    const { apiUrl } = options;
    const ears = { client, rest, people, questions, log, ...(apiUrl !== undefined && { apiUrl }) };
    const stopListening = listen(ears, listener);
    stop = async () => {
      stopListening();
      // The end of the connection is meant from here on.
      client.removeAllListeners(Events.ShardReconnecting);
      await client.destroy();
    };
    const ready = new Promise<Client<true>>(resolve => client.once(Events.ClientReady, resolve));
    await asked(client.login(options.token));
    const { application, guilds } = await ready;
    const menus = { named: options.guilds ?? [], joined: [...guilds.cache.keys()] };
    await publishCommands(rest, application.id, menus, commands, log);
  }

  return {
    name: 'discord',
    start,
    stop: () => stop(),
    send: (to, message) => {
      questions.remember(message);
      return send(rest, to, message);
    },
    edit: (ref, message) => {
      questions.remember(message);
      return edit(rest, ref, message);
    },
    remove: ref => remove(rest, ref),
    openPrivate: person => openPrivate(rest, person),
    privateChatUrl: () => undefined,
  };
}

type ApiSettings = ConstructorParameters<typeof REST>[0];

/** Rate limits are obeyed and broken answers tried again inside. */
function restOf(token: string, settings: ApiSettings, log: Log): REST {
  const rest = new REST(settings).setToken(token);
  rest.on('rateLimited', ({ method, timeToReset, global }) =>
    log.warn({ method, waitMs: timeToReset, global }, 'Discord asks to slow down'),
  );
  rest.on('invalidRequestWarning', ({ count }) => log.warn({ count }, 'Discord refuses many requests'));
  return rest;
}

/** Hears interactions and private messages; keeps no messages and no people. */
function clientOf(settings: ApiSettings): Client {
  return new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.DirectMessages],
    partials: [Partials.Channel],
    rest: settings ?? {},
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      GuildMemberManager: { maxSize: 0, keepOverLimit: member => member.id === member.client.user.id },
      UserManager: { maxSize: 100, keepOverLimit: user => user.id === user.client.user.id },
    }),
  });
}

/** Trouble with the connection is the library's to mend; it must be seen, and never end the process. */
function watch(client: Client, log: Log): void {
  client.on(Events.Error, error => log.error({ reason: messageOf(error) }, 'Discord client error'));
  client.on(Events.Warn, warning => log.warn({ warning }, 'Discord client warning'));
  client.on(Events.ShardError, error => log.warn({ reason: messageOf(error) }, 'Discord connection error'));
  client.on(Events.ShardReconnecting, () => log.warn('Discord connection lost, connecting again'));
  client.on(Events.ShardResume, () => log.info('Discord connection is back'));
  client.on(Events.ShardDisconnect, ({ code }) =>
    log.error({ code }, 'Discord closed the connection for good: check the token and the intents'),
  );
}
