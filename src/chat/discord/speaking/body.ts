import { MessageFlags } from 'discord.js';
import type { Message, Part } from '../../platform';
import { linksForText, rowsOf } from './buttons';
import { attachmentsOf } from './files';
import { fitted } from './fit';

const CONTENT_LIMIT = 2000;

/** A message as Discord's API takes it, for sending and for editing alike. Nobody is ever mentioned by it. */
export function bodyOf(message: Message, options: { readonly ephemeral?: boolean } = {}) {
  const rows = message.buttons ?? [];
  const links = linksForText(rows).map(link => `${link.label}: ${link.url}`);
  return {
    content: contentOf(message.text, links),
    components: rowsOf(rows),
    allowed_mentions: { parse: [] },
    flags: flagsOf(message, options.ephemeral === true),
    ...attachmentsOf(message),
  };
}

/** Links come last and whole: when there is too much, it is the words before them that are cut. */
function contentOf(text: readonly Part[], links: readonly string[]): string {
  const tail = links.length === 0 ? '' : fitted([`\n${links.join('\n')}`], CONTENT_LIMIT);
  const content = fitted(text, CONTENT_LIMIT - tail.length) + tail;
  // Discord refuses a message that says nothing.
  return content.trim() === '' ? '\u200b' : content;
}

function flagsOf(message: Message, ephemeral: boolean): number {
  return (
    (message.secret === true ? MessageFlags.SuppressEmbeds : 0) | (ephemeral ? MessageFlags.Ephemeral : 0)
  );
}
