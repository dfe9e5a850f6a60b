import type {
  ButtonInteraction,
  ChatInputCommandInteraction,
  ModalSubmitInteraction,
  REST,
} from 'discord.js';
import { ApplicationCommandOptionType, InteractionContextType } from 'discord.js';
import type { Incoming, IncomingEvent, IncomingFile, Message, MessageRef, Person } from '../../platform';
import { channelAddress } from '../addresses';
import type { Answering, Question } from './answer';
import { pressOf } from '../speaking/buttons';
import { inTurn } from '../in-turn';
import { edit, send } from '../speaking/mail';
import { PASTE_FIELD, type PasteQuestions } from './paste';

/** The interactions that are handed over. */
export type Asking = ChatInputCommandInteraction | ButtonInteraction | ModalSubmitInteraction;

/** What an interaction means; undefined for a button or modal that is not ours. */
export function eventOf(interaction: Asking): IncomingEvent | undefined {
  if (interaction.isChatInputCommand()) {
    const given = interaction.options.data.flatMap(option =>
      option.type === ApplicationCommandOptionType.String && typeof option.value === 'string'
        ? [[option.name, option.value] as const]
        : [],
    );
    return { kind: 'command', name: interaction.commandName, options: Object.fromEntries(given), rest: '' };
  }
  const press = pressOf(interaction.customId);
  if (press === undefined) return undefined;
  if (interaction.isButton()) return { kind: 'action', action: press.action };
  return { kind: 'paste', action: press.action, text: interaction.fields.getTextInputValue(PASTE_FIELD) };
}

/** Whether it happened in the person's chat with the bot. */
export function isPrivate(interaction: Asking): boolean {
  if (interaction.context === null) return interaction.guildId === null;
  return interaction.context === InteractionContextType.BotDM;
}

/**
 * A command, a press or a modal. Nothing of it stands in the chat, so there is nothing to forget: Discord shows that a
 * command was used and not what was attached to it, and removes that by itself after some time.
 */
export function spoken(
  question: Question,
  person: Person,
  event: IncomingEvent,
  files: readonly IncomingFile[],
  answers: Answering,
  questions: PasteQuestions,
): Incoming {
  return {
    person,
    place: channelAddress(question.channel),
    isPrivate: question.isPrivate,
    event,
    files,
    answer: message => {
      questions.remember(message);
      return answers.answer(message);
    },
    forget: () => Promise.resolve(true),
  };
}

/** Words or files in the private chat. Discord lets no bot delete what others wrote there. */
export function written(
  rest: REST,
  channel: string,
  person: Person,
  event: IncomingEvent,
  files: readonly IncomingFile[],
  questions: PasteQuestions,
): Incoming {
  const place = channelAddress(channel);
  const orderly = inTurn();
  let shown: MessageRef | undefined;

  async function show(message: Message): Promise<MessageRef> {
    if (shown === undefined) return send(rest, place, message);
    await edit(rest, shown, message);
    return shown;
  }

  return {
    person,
    place,
    isPrivate: true,
    event,
    files,
    answer: message => {
      questions.remember(message);
      return orderly(async () => {
        shown = await show(message);
        return shown;
      });
    },
    forget: () => Promise.resolve(false),
  };
}
