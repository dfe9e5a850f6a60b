import type { Markup } from './markup';
import { type Media, mediaJson } from './media';
import { Refusal, mistake } from './refusal';
import type { Entity } from './text';

export interface PretendUser {
  readonly id: number;
  readonly first_name: string;
  readonly last_name?: string;
  readonly username?: string;
  readonly language_code?: string;
  readonly is_bot?: boolean;
}

export interface PretendMessage {
  readonly id: number;
  readonly chat: number;
  readonly from: PretendUser;
  readonly atMs: number;
  readonly text: string;
  readonly entities: readonly Entity[];
  readonly markup: Markup;
  readonly isProtected: boolean;
  readonly showsPreview: boolean;
  readonly replyTo?: number;
  readonly topic?: number;
  /** Its text is the words below this. */
  readonly media?: Media;
  /** The album it belongs to. */
  readonly mediaGroup?: string;
}

type ChatState = 'open' | 'never started' | 'blocked';

interface PretendChat {
  readonly id: number;
  readonly title?: string;
  state: ChatState;
  /** The bot may delete messages of others. */
  readonly botDeletes: boolean;
  messages: readonly PretendMessage[];
  /** Topics that somebody closed or deleted; all others are open. */
  readonly topics: Map<number, 'closed' | 'deleted'>;
}

/** Chats, and who wrote what in them. */
export interface World {
  readonly bot: PretendUser & { readonly username: string };
  user(id: number): PretendUser;
  addUser(user: PretendUser): void;
  addGroup(group: { id: number; title: string; botDeletes: boolean }): void;
  setState(chat: number, state: ChatState): void;
  /** Throws what the Bot API says when the bot may not write there. */
  writable(chat: number, topic?: number): PretendChat;
  /** Throws when there is no such chat at all. */
  chat(id: number): PretendChat;
  add(message: Omit<PretendMessage, 'id' | 'atMs'>): PretendMessage;
  find(chat: number, message: number): PretendMessage | undefined;
  replace(message: PretendMessage): void;
  remove(message: PretendMessage): void;
}

export function createWorld(bot: World['bot']): World {
  const users = new Map<number, PretendUser>([[bot.id, bot]]);
  const chats = new Map<number, PretendChat>();
  let nextMessage = 1;

  const world: World = {
    bot,
    user: id => {
      const user = users.get(id);
      if (user === undefined) throw new Error(`nobody has the id ${String(id)}`);
      return user;
    },
    addUser: user => {
      users.set(user.id, user);
      if (chats.has(user.id)) return;
      chats.set(user.id, { id: user.id, state: 'open', botDeletes: true, messages: [], topics: new Map() });
    },
    addGroup: ({ id, title, botDeletes }) => {
      chats.set(id, { id, title, state: 'open', botDeletes, messages: [], topics: new Map() });
    },
    setState: (id, state) => {
      world.chat(id).state = state;
    },
    writable: (id, topic) => {
      const chat = world.chat(id);
      if (topic !== undefined) checkTopic(chat, topic);
      if (chat.state === 'open') return chat;
      if (id < 0) throw new Refusal(403, 'Forbidden: bot was kicked from the supergroup chat');
      throw chat.state === 'blocked'
        ? new Refusal(403, 'Forbidden: bot was blocked by the user')
        : new Refusal(403, "Forbidden: bot can't initiate conversation with a user");
    },
    chat: id => {
      const chat = chats.get(id);
      if (chat === undefined) throw new Refusal(400, 'Bad Request: chat not found');
      return chat;
    },
    add: content => {
      const message = { ...content, id: nextMessage++, atMs: Date.now() };
      const chat = world.chat(content.chat);
      chat.messages = [...chat.messages, message];
      return message;
    },
    find: (chat, id) => world.chat(chat).messages.find(message => message.id === id),
    replace: changed => {
      const chat = world.chat(changed.chat);
      if (!chat.messages.some(message => message.id === changed.id)) throw mistake('no such message');
      chat.messages = chat.messages.map(message => (message.id === changed.id ? changed : message));
    },
    remove: gone => {
      const chat = world.chat(gone.chat);
      chat.messages = chat.messages.filter(message => message.id !== gone.id);
    },
  };
  return world;
}

/** The topic "General" has the number 1, but is no thread that one can write to by it. */
function checkTopic({ id, topics }: PretendChat, topic: number): void {
  const state = topics.get(topic);
  if (id > 0 || topic === 1 || state === 'deleted') {
    throw new Refusal(400, 'Bad Request: message thread not found');
  }
  if (state === 'closed') throw new Refusal(400, 'Bad Request: TOPIC_CLOSED');
}

/** A message as updates and answers hold it. */
export function messageJson(
  world: World,
  message: PretendMessage,
  withReply = true,
): Record<string, unknown> {
  const replied =
    withReply && message.replyTo !== undefined ? world.find(message.chat, message.replyTo) : undefined;
  const commandLength = /^\/\w+(@\w+)?/.exec(message.text)?.[0].length;
  const entities =
    commandLength === undefined
      ? message.entities
      : [{ type: 'bot_command', offset: 0, length: commandLength }, ...message.entities];
  return {
    message_id: message.id,
    date: Math.floor(message.atMs / 1_000),
    from: { ...message.from, is_bot: message.from.is_bot === true },
    chat: chatJson(world, message.chat),
    ...(message.media === undefined
      ? { text: message.text, ...(entities.length > 0 && { entities }) }
      : {
          ...mediaJson(message.media),
          ...(message.text !== '' && { caption: message.text }),
          ...(entities.length > 0 && { caption_entities: entities }),
        }),
    ...(message.mediaGroup === undefined ? {} : { media_group_id: message.mediaGroup }),
    ...(message.markup.rows.length > 0 ? { reply_markup: { inline_keyboard: message.markup.rows } } : {}),
    ...(message.isProtected ? { has_protected_content: true } : {}),
    ...(message.topic === undefined ? {} : { message_thread_id: message.topic, is_topic_message: true }),
    // The real one gives a reply's message, but never the reply of that.
    ...(replied === undefined ? {} : { reply_to_message: messageJson(world, replied, false) }),
  };
}

function chatJson(world: World, id: number): Record<string, unknown> {
  if (id < 0) return { id, type: 'supergroup', title: world.chat(id).title };
  const { first_name, last_name, username } = world.user(id);
  return { id, type: 'private', first_name, last_name, username };
}
