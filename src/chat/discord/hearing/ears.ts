import type {
  AutocompleteInteraction,
  Client,
  Interaction,
  Message as DiscordMessage,
  REST,
} from 'discord.js';
import { Events, InteractionResponseType, MessageType, Routes } from 'discord.js';
import type { Log } from '../../../log';
import { messageOf } from '../../../errors';
import type { Incoming, IncomingEvent, Listener } from '../../platform';
import type { Answering, Question } from './answer';
import { answering } from './answer';
import { pressOf } from '../speaking/buttons';
import { asked } from '../failures';
import { attachmentsOf, filesFrom } from './files';
import { type Asking, eventOf, isPrivate, spoken, written } from './incoming';
import type { PasteQuestions } from './paste';
import type { People } from './people';

const COMPLETIONS = 25;
/** Discord takes a completion of at most this many characters. */
const COMPLETION_LIMIT = 100;

export interface Ears {
  readonly client: Client;
  readonly rest: REST;
  readonly people: People;
  readonly questions: PasteQuestions;
  /** Where the API is, if not at Discord. */
  readonly apiUrl?: string;
  readonly log: Log;
}

/** Hands over what people do from now on, never waiting for the listener; call what it returns to stop. */
export function listen(ears: Ears, listener: Listener): () => void {
  const { client, rest, people, questions, apiUrl, log } = ears;
  const open = new Set<Answering>();

  function trouble(what: string): (error: unknown) => void {
    return error => log.warn({ reason: messageOf(error) }, what);
  }

  async function handOver(incoming: Incoming): Promise<void> {
    try {
      await listener.receive(incoming);
    } catch (error) {
      log.error({ reason: messageOf(error) }, 'a Discord event was not handled');
    }
  }

  function onInteraction(interaction: Interaction): void {
    if (interaction.isAutocomplete()) {
      void complete(interaction).catch(trouble('Discord took no completions'));
      return;
    }
    if (!interaction.isChatInputCommand() && !interaction.isButton() && !interaction.isModalSubmit()) return;
    if (interaction.isButton() && pressOf(interaction.customId)?.kind === 'paste') {
      void ask(interaction, pressOf(interaction.customId)?.action ?? '').catch(
        trouble('Discord opened no modal'),
      );
      return;
    }
    void take(interaction).catch(trouble('a Discord interaction was left without a response'));
  }

  async function take(interaction: Asking): Promise<void> {
    const question = questionOf(interaction);
    const answers = answering(rest, question, trouble('Discord took no sign of life'));
    open.add(answers);
    const event = eventOf(interaction);
    if (event !== undefined) {
      const person = people.person(interaction.user, interaction);
      const attached = interaction.isChatInputCommand() ? attachmentsOf(interaction) : [];
      const files = filesFrom(attached, apiUrl);
      await handOver(spoken(question, person, event, files, answers, questions));
    }
    open.delete(answers);
    await answers.settle();
  }

  /** The modal has to be the first response, so the listener is not asked. */
  async function ask(interaction: Interaction & Pressed, action: string): Promise<void> {
    const { language } = people.person(interaction.user, interaction);
    await respond(interaction, InteractionResponseType.Modal, questions.modal(action, language));
  }

  async function complete(interaction: AutocompleteInteraction): Promise<void> {
    const { name, value } = interaction.options.getFocused(true);
    const person = people.person(interaction.user, interaction);
    let values: readonly string[] = [];
    try {
      values = listener.complete(person, interaction.commandName, name, value);
    } finally {
      const choices = values
        .filter(one => one !== '' && one.length <= COMPLETION_LIMIT)
        .slice(0, COMPLETIONS)
        .map(one => ({ name: one, value: one }));
      await respond(interaction, InteractionResponseType.ApplicationCommandAutocompleteResult, { choices });
    }
  }

  async function respond(to: Pressed, type: InteractionResponseType, data: object): Promise<void> {
    await asked(
      rest.post(Routes.interactionCallback(to.id, to.token), { body: { type, data }, auth: false }),
    );
  }

  /** Files count more than the words beside them, since no command is written in words here. */
  function onMessage(message: DiscordMessage): void {
    const said = message.type === MessageType.Default || message.type === MessageType.Reply;
    if (message.author.bot || message.guildId !== null || !said) return;
    const files = filesFrom(message.attachments.values(), apiUrl);
    if (files.length === 0 && message.content === '') return;
    const event: IncomingEvent =
      files.length > 0 ? { kind: 'files' } : { kind: 'text', text: message.content };
    const person = people.person(message.author, {});
    void handOver(written(rest, message.channelId, person, event, files, questions));
  }

  client.on(Events.InteractionCreate, onInteraction);
  client.on(Events.MessageCreate, onMessage);
  return () => {
    client.off(Events.InteractionCreate, onInteraction);
    client.off(Events.MessageCreate, onMessage);
    for (const answers of open) answers.abandon();
  };
}

interface Pressed {
  readonly id: string;
  readonly token: string;
}

function questionOf(interaction: Asking): Question {
  return {
    id: interaction.id,
    token: interaction.token,
    application: interaction.applicationId,
    channel: interaction.channelId ?? '',
    isPrivate: isPrivate(interaction),
    isCommand: interaction.isChatInputCommand(),
  };
}
