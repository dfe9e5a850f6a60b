import type { Message } from 'telegraf/types';
import type { CommandDescription, IncomingEvent } from '../../platform';
import { type TypedCommand, findTyped, placeWords, readTyped } from '../../typed-command';
import { lineOf } from '../links';
import { askedAction } from '../speaking/questions';

export interface BotName {
  readonly id: number;
  readonly username: string;
}

/** What a person means by a message; undefined when it is not for this bot. */
export function eventOf(
  message: Message.TextMessage,
  bot: BotName,
  commands: readonly CommandDescription[],
): IncomingEvent | undefined {
  const isPrivate = message.chat.type === 'private';
  const typed = readTyped(message.text);
  if (typed !== undefined) return commandOf(typed, isPrivate, bot, commands);
  const action = askedAction(message.reply_to_message, bot.id);
  if (action !== undefined) return { kind: 'paste', action, text: message.text };
  return isPrivate ? { kind: 'text', text: message.text } : undefined;
}

/** What a person means by files: the command below one of them. In private files alone say enough. */
export function filesEventOf(
  messages: readonly Message.DocumentMessage[],
  bot: BotName,
  commands: readonly CommandDescription[],
): IncomingEvent | undefined {
  const isPrivate = messages.every(message => message.chat.type === 'private');
  const [event] = messages.flatMap(({ caption = '' }) => {
    const typed = readTyped(caption);
    return (typed && commandOf(typed, isPrivate, bot, commands)) ?? [];
  });
  return event ?? (isPrivate ? { kind: 'files' } : undefined);
}

/** In a group other bots have commands too: an unknown one is only ours when it names us. */
function commandOf(
  typed: TypedCommand,
  isPrivate: boolean,
  bot: BotName,
  commands: readonly CommandDescription[],
): IncomingEvent | undefined {
  const names = typed.addressee?.toLowerCase();
  if (names !== undefined && names !== bot.username.toLowerCase()) return undefined;
  const isOurs = isPrivate || names !== undefined;
  if (typed.name === 'start' && isOurs) return started(typed.words, commands);
  const known = findTyped(commands, typed.name);
  if (known !== undefined) {
    return { kind: 'command', name: known.name, ...placeWords(known.options, typed.words) };
  }
  if (!isOurs) return undefined;
  return { kind: 'command', name: typed.name.replaceAll('_', '-'), options: {}, rest: typed.words };
}

/** Start is pressed by everybody who opens the chat; with a parameter when they came through a link of ours. */
function started(parameter: string, commands: readonly CommandDescription[]): IncomingEvent {
  const typed = readTyped(lineOf(parameter) ?? '');
  const command = typed === undefined ? undefined : findTyped(commands, typed.name);
  return typed === undefined || command === undefined
    ? { kind: 'command', name: 'help', options: {}, rest: '' }
    : { kind: 'command', name: command.name, ...placeWords(command.options, typed.words) };
}
