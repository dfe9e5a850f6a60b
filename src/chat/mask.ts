import type { Part } from './platform';

/**
 * `ada@example.com` → `a…@example.com`, wherever one stands in a text: for places that others read too. Starting
 * only where a word starts keeps the time linear on long lines.
 */
export function maskEmails(text: string): string {
  return text.replace(
    /(?<![\p{L}\p{N}_.+-])([\p{L}\p{N}_.+-])[\p{L}\p{N}_.+-]*@([\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+)/gu,
    '$1…@$2',
  );
}

/** The same in all parts of a message. */
export function maskedParts(parts: readonly Part[]): readonly Part[] {
  return parts.map(part => {
    if (typeof part === 'string') return maskEmails(part);
    return part.kind === 'moment' ? part : { ...part, text: maskEmails(part.text) };
  });
}
