import type { Part } from '../../platform';

/**
 * Parts as Discord's Markdown, escaped so that every character is read as it was meant. The rules followed
 * are those of Discord's own clients: a backslash makes any following punctuation literal, code is verbatim
 * between back-ticks, and `<t:…>` is a clock time in the reader's own zone and language, or counts down.
 */
export function markup(parts: readonly Part[]): string {
  let out = '';
  for (const part of joined(parts)) {
    const piece = pieceOf(part);
    if (piece.startsWith('```') && out !== '' && !out.endsWith('\n')) out += '\n';
    // Two code spans that touch would be read as one.
    else if (typeof part !== 'string' && part.kind === 'code' && endsInCode(out)) out += '\u200b';
    out += piece;
  }
  return out;
}

function pieceOf(part: Part): string {
  if (typeof part === 'string') return escaped(part);
  switch (part.kind) {
    case 'bold':
      return part.text === '' ? '' : `**${escaped(part.text)}**`;
    case 'code':
      return part.text.includes('\n') ? block(part.text) : code(part.text);
    case 'block':
      return block(part.text);
    case 'moment':
      return moment(Math.floor(part.atMs / 1000));
  }
}

/** `14:05 (in 5 minutes)` */
function moment(seconds: number): string {
  return `<t:${seconds}:t> (<t:${seconds}:R>)`;
}

/** Addresses stay whole, and in angle brackets they can be followed without being fetched for a preview. */
function escaped(words: string): string {
  return words
    .split(/(https?:\/\/[^\s<>]+)/)
    .map((piece, index) => (index % 2 === 1 ? `<${piece}>` : literal(piece)))
    .join('');
}

function literal(words: string): string {
  return words
    .replace(/[\\*_~`|<>[\]@]/g, String.raw`\$&`)
    .replace(/:(?=[\w+-]+:)/g, String.raw`\:`)
    .replace(/^(\s*)([#-])/gm, String.raw`$1\$2`)
    .replace(/^(\s*\d+)\./gm, String.raw`$1\.`);
}

/** A span of two back-ticks can hold single ones; what holds more is shown without the code's face. */
function code(text: string): string {
  if (text === '') return '';
  if (text.includes('``')) return escaped(text);
  if (!text.includes('`')) return `\`${text}\``;
  // One space beside a back-tick at either end is not read.
  const before = /^ *`/.test(text) ? ' ' : '';
  const after = /` *$/.test(text) ? ' ' : '';
  return `\`\`${before}${text}${after}\`\``;
}

function block(text: string): string {
  if (text.trim() === '') return '';
  return text.includes('```') ? escaped(text) : `\`\`\`\n${text}\n\`\`\``;
}

/** Neighbouring words become one part, so that what only means something at a line's start is seen there. */
function joined(parts: readonly Part[]): readonly Part[] {
  const out: Part[] = [];
  for (const part of parts) {
    const previous = out.at(-1);
    if (typeof previous === 'string' && typeof part === 'string') out[out.length - 1] = previous + part;
    else if (isBold(previous) && isBold(part)) {
      out[out.length - 1] = { kind: 'bold', text: previous.text + part.text };
    } else out.push(part);
  }
  return out;
}

function isBold(part: Part | undefined): part is Extract<Part, { readonly kind: 'bold' }> {
  return typeof part === 'object' && part.kind === 'bold';
}

function endsInCode(out: string): boolean {
  return out.endsWith('`') && !out.endsWith('\\`') && !out.endsWith('```');
}
