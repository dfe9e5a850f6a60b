import type { Part } from '../../platform';
import { markup } from './markup';

/** What stands where a text was cut. */
const CUT = '\n…';

/**
 * Parts as Markdown of at most `limit` UTF-16 units (Discord counts characters, so this is on the safe side).
 * A text that is too long ends with `…`, at the end of a line where one is near.
 */
export function fitted(parts: readonly Part[], limit: number): string {
  const whole = markup(parts);
  if (whole.length <= limit) return whole;
  const characters = parts.map(charactersOf).join('');
  let fits = 0;
  let tooMany = characters.length;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (cutAt(parts, middle).length <= limit) fits = middle;
    else tooMany = middle;
  }
  return cutAt(parts, gracefulCut(characters, fits));
}

function cutAt(parts: readonly Part[], length: number): string {
  return markup([...firstCharacters(parts, length), CUT]);
}

/** A moment cannot be divided: it counts as one character. */
function charactersOf(part: Part): string {
  if (typeof part === 'string') return part;
  return part.kind === 'moment' ? '\u0000' : part.text;
}

function firstCharacters(parts: readonly Part[], length: number): readonly Part[] {
  const out: Part[] = [];
  let left = length;
  for (const part of parts) {
    if (left <= 0) break;
    const characters = charactersOf(part);
    if (characters.length <= left) out.push(part);
    else if (typeof part === 'string') out.push(part.slice(0, left));
    else if (part.kind !== 'moment') out.push({ ...part, text: part.text.slice(0, left) });
    left -= characters.length;
  }
  return out;
}

/** The end of the last line within reach, and never the middle of a character that takes two units. */
function gracefulCut(characters: string, length: number): number {
  const lineEnd = characters.lastIndexOf('\n', length);
  if (lineEnd > length * 0.8) return lineEnd;
  return /[\uD800-\uDBFF]/.test(characters.charAt(length - 1)) ? length - 1 : length;
}
