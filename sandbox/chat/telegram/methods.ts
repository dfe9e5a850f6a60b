import { type Fields, objects, onlyKnown, optionalBoolean, optionalString, string } from './fields';
import { mistake } from './refusal';
import type { Menu, Stage } from './stage';
import {
  deleteMessage,
  editMessageCaption,
  editMessageMedia,
  editMessageText,
  sendMedia,
  sendMessage,
} from './writing';

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
  sendPhoto: (stage, fields) => sendMedia(stage, fields, 'photo'),
  sendDocument: (stage, fields) => sendMedia(stage, fields, 'document'),
  editMessageText,
  editMessageCaption,
  editMessageMedia,
  deleteMessage,
  getFile: ({ downloads }, fields) => downloads.prepare(fields),
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
