import { randomBytes } from 'node:crypto';
import { createDownloads } from './downloads';
import { type Fields, onlyKnown, optionalInteger } from './fields';
import { type Handler, serve } from './http';
import { createLimits, tooMany } from './limits';
import { methods } from './methods';
import { Refusal, mistake } from './refusal';
import type { Menu, Press, Stage } from './stage';
import { createUpdates, type Update } from './updates';
import { type PretendMessage, type PretendUser, createWorld, messageJson } from './world';

export type { PretendMessage, PretendUser } from './world';

/** A request of the bot, on the clock of `performance.now()`. */
export interface PretendRequest {
  readonly method: string;
  readonly fields: Fields;
  readonly atMs: number;
  answeredAtMs?: number;
  /** What was wrong with it. */
  refused?: string;
}

export interface Failure {
  readonly code: number;
  readonly description?: string;
  readonly retryAfter?: number;
  /** Only this method (`file`: a download); else the next message or edit. */
  readonly method?: string;
}

export interface SentFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export interface Sending {
  readonly caption?: string;
  /** Which file has the words; the last one, as Telegram's apps do it, unless something else is said. */
  readonly captionAt?: number;
  readonly topic?: number;
  /** Telegram does not say how large they are. */
  readonly hidesSize?: boolean;
}

/** A Bot API server and the people at its other end. Chats of people are open until something else is said. */
export interface PretendTelegram {
  readonly url: string;
  readonly token: string;
  readonly bot: { readonly id: number; readonly username: string };
  addUser(user: PretendUser): void;
  addGroup(group: { readonly id: number; readonly title: string; readonly botDeletes?: boolean }): void;
  /** Gives the id of what was written. */
  types(user: number, chat: number, text: string, more?: { replyTo?: number; topic?: number }): number;
  /** Sends files: several at once are an album, of which one has the words. Gives the ids of the messages. */
  sends(user: number, chat: number, files: readonly SentFile[], more?: Sending): readonly number[];
  /** What was sent can no longer be fetched. */
  loseFiles(): void;
  /** Presses the button of a message that has this label. */
  presses(user: number, chat: number, message: number, label: string): void;
  edits(user: number, chat: number, message: number, text: string): void;
  /** `blocked` by the person (a group: thrown out), `never started`, or `open` again. */
  setChat(chat: number, state: 'open' | 'never started' | 'blocked'): void;
  /** Closes a topic of a group, or deletes it; all others are open. */
  endTopic(chat: number, topic: number, how: 'closed' | 'deleted'): void;
  messages(chat: number): readonly PretendMessage[];
  menu(languageCode?: string): readonly Menu[] | undefined;
  /** The next fitting request meets this. */
  failNext(failure: Failure): void;
  /** What happened and the bot has not confirmed. */
  pending(): readonly Update[];
  readonly requests: readonly PretendRequest[];
  /** Every mistake of the bot so far, and presses it did not acknowledge. */
  violations(): readonly string[];
  close(): Promise<void>;
}

const botId = 7_000_000_001;

export async function openPretendTelegram(): Promise<PretendTelegram> {
  const token = `${String(botId)}:${randomBytes(26).toString('base64url')}`;
  const world = createWorld({ id: botId, is_bot: true, first_name: 'Logins', username: 'logins_bot' });
  const updates = createUpdates();
  const presses: Press[] = [];
  const requests: PretendRequest[] = [];
  const mistakes: string[] = [];
  const failures: Failure[] = [];
  const downloads = createDownloads();
  const stage: Stage = { world, downloads, limits: createLimits(), presses, menus: new Map() };
  let albums = 0;

  function failureFor(method: string): Failure | undefined {
    const writes = /^(?:send|editMessage)/.test(method);
    const index = failures.findIndex(failure => (failure.method ?? (writes ? method : '')) === method);
    return index < 0 ? undefined : failures.splice(index, 1)[0];
  }

  function perform(method: string, fields: Fields, onGone: (gone: () => void) => void): unknown {
    const failure = failureFor(method);
    if (failure?.retryAfter !== undefined) throw tooMany(failure.retryAfter, false);
    if (failure !== undefined)
      throw new Refusal(failure.code, failure.description ?? 'Internal Server Error');
    if (method === 'getUpdates') return getUpdates(fields, onGone);
    const known = methods[method];
    if (known === undefined) throw new Refusal(404, 'Not Found: method not found', { isViolation: true });
    return known(stage, fields);
  }

  function fileAt(path: string): Buffer {
    const failure = failureFor('file');
    if (failure !== undefined)
      throw new Refusal(failure.code, failure.description ?? 'Internal Server Error');
    const bytes = downloads.at(path);
    if (bytes === undefined) throw new Refusal(404, 'Not Found');
    return bytes;
  }

  function getUpdates(fields: Fields, onGone: (gone: () => void) => void): Promise<readonly Update[]> {
    onlyKnown(fields, ['offset', 'limit', 'timeout', 'allowed_updates'], 'getUpdates');
    const allowed = fields['allowed_updates'];
    if (!Array.isArray(allowed)) throw mistake('allowed_updates must be said each time here');
    const { updates: found, abandon } = updates.get({
      offset: optionalInteger(fields, 'offset') ?? 0,
      limit: optionalInteger(fields, 'limit') ?? 100,
      timeoutMs: (optionalInteger(fields, 'timeout') ?? 0) * 1_000,
      allowed: allowed.map(String),
    });
    onGone(abandon);
    return found;
  }

  const handle: Handler = async (method, fields, onGone) => {
    const request: PretendRequest = { method, fields, atMs: performance.now() };
    requests.push(request);
    try {
      return await perform(method, fields, onGone);
    } catch (error) {
      request.refused = error instanceof Error ? error.message : String(error);
      if (error instanceof Refusal && error.isViolation) mistakes.push(`${method}: ${error.message}`);
      throw error;
    } finally {
      request.answeredAtMs = performance.now();
    }
  };
  const server = await serve(token, handle, fileAt);

  return {
    url: server.url,
    token,
    bot: { id: world.bot.id, username: world.bot.username },
    addUser: user => {
      world.addUser(user);
    },
    addGroup: ({ id, title, botDeletes = false }) => {
      world.addGroup({ id, title, botDeletes });
    },
    types: (user, chat, text, more = {}) => {
      const message = world.add({ chat, from: world.user(user), text, ...written, ...more });
      updates.add('message', messageJson(world, message));
      return message.id;
    },
    sends: (
      user,
      chat,
      files,
      { caption = '', captionAt = files.length - 1, topic, hidesSize = false } = {},
    ) => {
      albums += 1;
      return files.map((file, index) => {
        const media = { kind: 'document' as const, ...file, hidesSize };
        downloads.keep(media);
        const message = world.add({
          ...written,
          chat,
          from: world.user(user),
          text: index === captionAt ? caption : '',
          media,
          ...(topic === undefined ? {} : { topic }),
          ...(files.length > 1 && { mediaGroup: String(13_000_000_000_000 + albums) }),
        });
        updates.add('message', messageJson(world, message));
        return message.id;
      });
    },
    loseFiles: () => {
      downloads.clear();
    },
    edits: (user, chat, id, text) => {
      const before = world.find(chat, id);
      if (before?.from.id !== user) throw new Error('people edit only what they wrote');
      world.replace({ ...before, text });
      updates.add('edited_message', messageJson(world, { ...before, text }));
    },
    presses: (user, chat, id, label) => {
      const message = world.find(chat, id);
      const key = message?.markup.rows.flat().find(one => one.text === label);
      if (message === undefined || key?.callback_data === undefined)
        throw new Error(`no button ${label} to press`);
      const press = { id: String(presses.length + 1).padStart(18, '4'), label, isAcknowledged: false };
      presses.push(press);
      const { is_bot = false, ...from } = world.user(user);
      updates.add('callback_query', {
        id: press.id,
        from: { ...from, is_bot },
        chat_instance: String(chat),
        message: messageJson(world, message),
        data: key.callback_data,
      });
    },
    setChat: (chat, state) => {
      world.setState(chat, state);
    },
    endTopic: (chat, topic, how) => {
      world.chat(chat).topics.set(topic, how);
    },
    messages: chat => world.chat(chat).messages,
    menu: (languageCode = '') => stage.menus.get(languageCode),
    failNext: failure => {
      failures.push(failure);
    },
    pending: () => updates.pending(),
    requests,
    violations: () => [
      ...mistakes,
      ...presses.filter(press => !press.isAcknowledged).map(press => `${press.label} was not acknowledged`),
    ],
    close: async () => {
      updates.close();
      await server.close();
    },
  };
}

/** What a message of a person has besides its words. */
const written = { entities: [], markup: { rows: [] }, isProtected: false, showsPreview: true };
