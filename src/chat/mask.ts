import type { Part } from './platform';

/** `ada@example.com` → `a…@example.com`, wherever one stands in a text: for places that others read too. */
export function maskEmails(text: string): string {
  return text.replace(/([\w.+-])[\w.+-]*@([\w-]+(?:\.[\w-]+)+)/g, '$1…@$2');
}

/** The same in all parts of a message. */
export function maskedParts(parts: readonly Part[]): readonly Part[] {
  return parts.map(part => {
    if (typeof part === 'string') return maskEmails(part);
    return part.kind === 'moment' ? part : { ...part, text: maskEmails(part.text) };
  });
}
