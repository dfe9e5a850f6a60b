import { LabelBuilder, ModalBuilder, TextInputBuilder, TextInputStyle } from 'discord.js';
import type { Language } from '../../../messages/language';
import type { Button, Message, PasteQuestion } from '../../platform';
import { customId } from '../speaking/buttons';

/** The id of the one text field in a paste modal. */
export const PASTE_FIELD = 'text';

/** How many questions are remembered between their buttons being shown and pressed. */
const REMEMBERED = 1_000;

/**
 * A button has no room for its question, so the questions of buttons shown lately are remembered. A button
 * from before a restart asks in `words` instead.
 */
export interface PasteQuestions {
  remember(message: Message): void;
  modal(action: string, language: Language): ReturnType<ModalBuilder['toJSON']>;
}

export function createPasteQuestions(words: Readonly<Record<Language, PasteQuestion>>): PasteQuestions {
  const questions = new Map<string, PasteQuestion>();

  function keep(button: Button): void {
    if (button.kind !== 'paste') return;
    questions.delete(button.action);
    questions.set(button.action, button.ask);
    const oldest = questions.keys().next();
    if (questions.size > REMEMBERED && oldest.done !== true) questions.delete(oldest.value);
  }

  return {
    remember: message => message.buttons?.flat().forEach(keep),
    modal: (action, language) => modalOf(action, questions.get(action) ?? words[language]),
  };
}

function modalOf(action: string, ask: PasteQuestion) {
  const field = new TextInputBuilder()
    .setCustomId(PASTE_FIELD)
    .setStyle(TextInputStyle.Paragraph)
    .setPlaceholder(ask.example.slice(0, 100))
    .setMaxLength(4_000)
    .setRequired(true);
  return new ModalBuilder()
    .setCustomId(customId({ kind: 'paste', action }))
    .setTitle(ask.title.slice(0, 45))
    .addLabelComponents(new LabelBuilder().setLabel(ask.label.slice(0, 45)).setTextInputComponent(field))
    .toJSON();
}
