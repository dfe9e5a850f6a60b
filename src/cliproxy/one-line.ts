import { redact } from '../redact';

/** One readable line of foreign text: no markup, no secrets, at most `most` characters. */
export function oneLine(text: string, most = 200): string {
  const plain = redact(text)
    .replace(/<(style|script)[^]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/https?:\/\/\S+\?\S*/g, '…')
    .replace(/\b(?:sk-ant-\S+|[A-Za-z0-9_-]{40,})/g, '…')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length > most ? `${plain.slice(0, most - 1)}…` : plain;
}
