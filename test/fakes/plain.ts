import type { Button, Message, Part } from '../../src/chat/platform';

/** The words of a text as they are read, without markup. */
export function plainText(parts: readonly Part[]): string {
  return parts.map(plainPart).join('');
}

/** Every button of a message, row after row. */
export function buttonsOf(message: Message): readonly Button[] {
  return (message.buttons ?? []).flat();
}

function plainPart(part: Part): string {
  if (typeof part === 'string') return part;
  return part.kind === 'moment' ? new Date(part.atMs).toISOString() : part.text;
}
