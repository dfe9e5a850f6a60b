import type { InlineKeyboardMarkup, MessageEntity } from 'telegraf/types';
import type { Message } from '../../platform';
import { TelegramFault, saysLinkRefused } from '../calling/fault';
import { inlineKeyboard, linksBelow } from './keyboard';
import { type PlainText, joined, longestCaption, longestText, plainText, textFields } from './text';

/** A message in Telegram's terms: its words are a text, or the caption of a file. */
export interface Content {
  readonly words: PlainText;
  readonly keyboard: InlineKeyboardMarkup;
  /** The words can stand below a file. */
  readonly fitsCaption: boolean;
}

export function contentOf(message: Message, linksAsText: boolean): Content {
  const nowMs = Date.now();
  const rows = message.buttons ?? [];
  const words = plainText(message.text, nowMs);
  const links = linksBelow(rows, linksAsText, nowMs);
  return {
    words: joined(words, links, longestText),
    keyboard: inlineKeyboard(rows, linksAsText),
    fitsCaption: words.text.length + links.text.length <= longestCaption,
  };
}

/** As a message of words has them. A preview would open a link before the person does. */
export function asText({ words, keyboard }: Content) {
  return { ...textFields(words), link_preview_options: { is_disabled: true }, reply_markup: keyboard };
}

/** As a message with a file has them, cut where they are too long to stand below it. */
export function asCaption({ words, keyboard }: Content): {
  caption?: string;
  caption_entities?: MessageEntity[];
  reply_markup: InlineKeyboardMarkup;
} {
  const { text, entities } = textFields(joined(words, { text: '', entities: [] }, longestCaption));
  return { caption: text, caption_entities: entities, reply_markup: keyboard };
}

/** Tries again with all links in the text when Telegram does not take one as a button. */
export async function withRefusedLinksAsText<T>(run: (linksAsText: boolean) => Promise<T>): Promise<T> {
  try {
    return await run(false);
  } catch (error) {
    if (error instanceof TelegramFault && saysLinkRefused(error)) return run(true);
    throw error;
  }
}
