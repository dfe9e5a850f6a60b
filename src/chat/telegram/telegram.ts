import { Telegraf } from 'telegraf';
import { callbackQuery, message } from 'telegraf/filters';
import type { CallbackQuery, Message, Update } from 'telegraf/types';
import type { Log } from '../../log';
import type { CommandDescription, Incoming, Listener, Platform } from '../platform';
import { privateChatOf } from './address';
import { createApi } from './calling/api';
import { createAsking } from './hearing/asking';
import { createAlbums } from './hearing/albums';
import { type BotName, eventOf, filesEventOf } from './hearing/events';
import { fileFrom, fileRoot } from './hearing/files';
import { TelegramFault, faultOf } from './calling/fault';
import { incomingFrom, spotOf } from './hearing/incoming';
import { labelOf, pressed } from './speaking/keyboard';
import { startParameter } from './links';
import { publishMenu } from './menu';
import { createMessages } from './speaking/messages';
import { createPacing } from './calling/pacing';
import { poll } from './calling/polling';
import { createQuestions } from './speaking/questions';

export interface TelegramOptions {
  /** From @BotFather; never logged. */
  readonly token: string;
  /** A self-hosted Bot API server, a proxy or a test server instead of https://api.telegram.org. */
  readonly apiUrl?: string;
  readonly log: Log;
}

/** A message with a file, by a person. */
type Sent = Update.New & Update.NonChannel & Message.DocumentMessage;

/** Telegram through the Bot API, read by long polling. */
export function createTelegram({ token, apiUrl, log }: TelegramOptions): Platform {
  const stopping = new AbortController();
  const bot = new Telegraf(token, {
    // Telegraf resolves its methods against this address, which swallows a path without a slash at its end.
    telegram: apiUrl === undefined ? {} : { apiRoot: apiUrl.replace(/\/*$/, '/') },
  });
  const api = createApi(bot.telegram, createPacing(), stopping.signal);
  const messages = createMessages(api, createQuestions());
  const asking = createAsking(messages);
  let me: BotName | undefined;
  let polling: Promise<void> | undefined;

  /** Runs beside everything else: nobody waits, and a failure is only worth a line in the log. */
  function aside(what: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      log.warn({ err: faultOf(what, error, token) }, `Telegram: ${what} failed`);
    });
  }

  function handOver(incoming: Incoming, listener: Listener): void {
    if (incoming.event.kind !== 'action') aside('taking a question away', asking.settle(incoming.place));
    aside('listening', listener.receive(incoming));
  }

  function press(query: CallbackQuery.DataQuery, self: BotName, listener: Listener): void {
    // At once, or the button keeps spinning; a press that is too old to be acknowledged still counts.
    aside('acknowledging a press', api('answerCallbackQuery', { callback_query_id: query.id }));
    if (query.message === undefined) return;
    const spot = spotOf(query.message);
    const { kind, action } = pressed(query.data);
    if (kind === 'action') handOver(incomingFrom(query.from, spot, { kind, action }, messages), listener);
    else aside('asking', asking.ask(spot.address, action, labelOf(query), self.username));
  }

  function hearFiles(
    sent: readonly Sent[],
    self: BotName,
    commands: readonly CommandDescription[],
    listener: Listener,
  ): void {
    const [first] = sent;
    const event = filesEventOf(sent, self, commands);
    if (first === undefined || event === undefined) return;
    const files = sent.map(({ document }) => fileFrom(document, api, fileRoot(token, apiUrl)));
    handOver(incomingFrom(first.from, spotOf(first), event, messages, sent, files), listener);
  }

  function listen(self: BotName, commands: readonly CommandDescription[], listener: Listener): void {
    bot.catch(error => {
      log.error({ err: faultOf('update', error, token) }, 'Telegram: an update was not understood');
    });
    bot.on(message('text'), ({ message: said }) => {
      const event = said.from.is_bot ? undefined : eventOf(said, self, commands);
      if (event === undefined) return;
      handOver(incomingFrom(said.from, spotOf(said), event, messages, [said]), listener);
    });
    const albums = createAlbums<Sent>(sent => {
      hearFiles(sent, self, commands, listener);
    });
    stopping.signal.addEventListener('abort', () => {
      albums.stop();
    });
    bot.on(message('document'), ({ message: sent }) => {
      if (!sent.from.is_bot) albums.add(sent);
    });
    bot.on(callbackQuery('data'), ({ callbackQuery: query }) => {
      press(query, self, listener);
    });
  }

  return {
    name: 'telegram',

    start: async (commands, listener) => {
      const self = await api('getMe', {}).catch((error: unknown) => {
        throw error instanceof TelegramFault && (error.code === 401 || error.code === 404)
          ? new Error('Telegram refused the bot token', { cause: error })
          : error;
      });
      me = self;
      bot.botInfo = self;
      listen(self, commands, listener);
      // A webhook that somebody set would keep every update from us. What people wrote meanwhile is kept.
      await api('deleteWebhook', { drop_pending_updates: false });
      polling = poll(
        api,
        update => {
          aside('handling an update', bot.handleUpdate(update));
        },
        log,
        stopping.signal,
      );
      await publishMenu(api, commands).catch((error: unknown) => {
        log.warn({ err: error }, 'Telegram: the command menu was not published');
      });
    },

    stop: async () => {
      stopping.abort();
      await polling;
    },

    send: (to, what) => messages.send(to, what),
    edit: (ref, what) => messages.edit(ref, what),
    remove: ref => messages.remove(ref),
    openPrivate: person => Promise.resolve(privateChatOf(person)),

    privateChatUrl: (command, options) => {
      const parameter = startParameter(command, options);
      if (me === undefined) return undefined;
      return `https://t.me/${me.username}${parameter === undefined ? '' : `?start=${parameter}`}`;
    },
  };
}
