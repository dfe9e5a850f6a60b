import {
  type Fields,
  integer,
  objects,
  onlyKnown,
  optionalBoolean,
  optionalInteger,
  optionalObject,
  optionalString,
  string,
} from './fields';
import type { Limits } from './limits';
import { checkedMarkup } from './markup';
import { Refusal, mistake } from './refusal';
import { formattedText } from './text';
import { type PretendMessage, type World, messageJson } from './world';

/** A press of a button, and whether the bot said that it heard it. */
export interface Press {
  readonly id: string;
  readonly label: string;
  isAcknowledged: boolean;
}

export interface Menu {
  readonly command: string;
  readonly description: string;
}

/** What the methods of the Bot API work on. */
export interface Stage {
  readonly world: World;
  readonly limits: Limits;
  readonly presses: readonly Press[];
  /** Menus by language code; `''` is everybody else's. */
  readonly menus: Map<string, readonly Menu[]>;
}

type Method = (stage: Stage, fields: Fields) => unknown;

/** The methods that the bot may use, apart from `getUpdates`. Each throws Refusal. */
export const methods: Readonly<Record<string, Method>> = {
  getMe: ({ world }, fields) => {
    onlyKnown(fields, [], 'getMe');
    const abilities = {
      can_join_groups: true,
      can_read_all_group_messages: false,
      supports_inline_queries: false,
    };
    return { ...world.bot, is_bot: true, ...abilities };
  },
  deleteWebhook: (_, fields) => {
    onlyKnown(fields, ['drop_pending_updates'], 'deleteWebhook');
    if (optionalBoolean(fields, 'drop_pending_updates') === true)
      throw mistake('what people wrote would be lost');
    return true;
  },
  sendMessage,
  editMessageText,
  deleteMessage,
  answerCallbackQuery,
  getMyCommands: ({ menus }, fields) => {
    onlyKnown(fields, ['language_code'], 'getMyCommands');
    return menus.get(languageCode(fields)) ?? [];
  },
  setMyCommands: ({ menus }, fields) => {
    onlyKnown(fields, ['commands', 'language_code'], 'setMyCommands');
    const commands = objects(fields, 'commands').map(menuEntry);
    if (commands.length > 100) throw mistake('BOT_COMMANDS_TOO_MUCH');
    menus.set(languageCode(fields), commands);
    return true;
  },
};

function sendMessage({ world, limits }: Stage, fields: Fields): unknown {
  const known = 'chat_id message_thread_id text entities parse_mode link_preview_options';
  onlyKnown(
    fields,
    [...known.split(' '), 'protect_content', 'reply_parameters', 'reply_markup'],
    'sendMessage',
  );
  const chat = world.writable(integer(fields, 'chat_id'));
  const topic = optionalInteger(fields, 'message_thread_id');
  const replyTo = repliedTo(world, chat.id, fields);
  const content = {
    ...formattedText(fields),
    markup: checkedMarkup(fields),
    showsPreview: previewOf(fields),
  };
  const isProtected = optionalBoolean(fields, 'protect_content') ?? false;
  limits.take(chat.id);
  const sent = world.add({
    chat: chat.id,
    from: world.bot,
    ...content,
    isProtected,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(topic === undefined ? {} : { topic }),
  });
  return messageJson(world, sent);
}

function editMessageText({ world, limits }: Stage, fields: Fields): unknown {
  const known = 'chat_id message_id text entities parse_mode link_preview_options reply_markup';
  onlyKnown(fields, known.split(' '), 'editMessageText');
  const chat = world.writable(integer(fields, 'chat_id'));
  const before = world.find(chat.id, integer(fields, 'message_id'));
  if (before === undefined) throw new Refusal(400, 'Bad Request: message to edit not found');
  if (before.from.id !== world.bot.id || before.markup.forceReply !== undefined) {
    throw new Refusal(400, "Bad Request: message can't be edited");
  }
  const markup = checkedMarkup(fields);
  if (markup.forceReply !== undefined) throw mistake('inline keyboard expected');
  const after = { ...before, ...formattedText(fields), markup, showsPreview: previewOf(fields) };
  limits.take(chat.id);
  if (isSame(before, after)) {
    throw new Refusal(
      400,
      'Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  }
  world.replace(after);
  return messageJson(world, after);
}

function isSame(one: PretendMessage, other: PretendMessage): boolean {
  const pictures = [one, other].map(({ text, entities, markup }) => JSON.stringify([text, entities, markup]));
  return pictures[0] === pictures[1];
}

function deleteMessage({ world }: Stage, fields: Fields): unknown {
  onlyKnown(fields, ['chat_id', 'message_id'], 'deleteMessage');
  const chat = world.chat(integer(fields, 'chat_id'));
  const message = world.find(chat.id, integer(fields, 'message_id'));
  if (message === undefined) throw new Refusal(400, 'Bad Request: message to delete not found');
  if (message.from.id !== world.bot.id && !chat.botDeletes) {
    throw new Refusal(400, "Bad Request: message can't be deleted");
  }
  world.remove(message);
  return true;
}

function answerCallbackQuery({ presses }: Stage, fields: Fields): unknown {
  onlyKnown(fields, ['callback_query_id', 'text', 'show_alert'], 'answerCallbackQuery');
  const id = string(fields, 'callback_query_id');
  if ((optionalString(fields, 'text') ?? '').length > 200) throw mistake('MESSAGE_TOO_LONG');
  const press = presses.find(one => one.id === id);
  if (press === undefined || press.isAcknowledged) {
    throw mistake('query is too old and response timeout expired or query ID is invalid');
  }
  press.isAcknowledged = true;
  return true;
}

function repliedTo(world: World, chat: number, fields: Fields): number | undefined {
  const reply = optionalObject(fields, 'reply_parameters');
  if (reply === undefined) return undefined;
  onlyKnown(reply, ['message_id', 'allow_sending_without_reply'], 'reply_parameters');
  const id = integer(reply, 'message_id');
  if (world.find(chat, id) !== undefined) return id;
  if (optionalBoolean(reply, 'allow_sending_without_reply') === true) return undefined;
  throw mistake('message to be replied not found');
}

function previewOf(fields: Fields): boolean {
  const options = optionalObject(fields, 'link_preview_options') ?? {};
  onlyKnown(options, ['is_disabled'], 'link_preview_options');
  return optionalBoolean(options, 'is_disabled') !== true;
}

function menuEntry(fields: Fields): Menu {
  onlyKnown(fields, ['command', 'description'], 'a command');
  const command = string(fields, 'command');
  const description = string(fields, 'description');
  if (!/^[a-z0-9_]{1,32}$/.test(command)) throw mistake('BOT_COMMAND_INVALID');
  if (description === '' || description.length > 256) throw mistake('BOT_COMMAND_DESCRIPTION_INVALID');
  return { command, description };
}

function languageCode(fields: Fields): string {
  const code = optionalString(fields, 'language_code') ?? '';
  if (code !== '' && !/^[a-z]{2}$/.test(code)) throw mistake('LANGUAGE_CODE_INVALID');
  return code;
}
