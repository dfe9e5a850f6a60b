import { stripVTControlCharacters } from 'node:util';
import type { Part } from '../platform';

/** Puts a look around words, line by line; the plain one changes nothing. */
export interface Look {
  readonly bold: (words: string) => string;
  readonly code: (words: string) => string;
}

export const plainLook: Look = { bold: words => words, code: words => words };

export const colourLook: Look = {
  bold: words => `\u001B[1m${words}\u001B[22m`,
  code: words => `\u001B[36m${words}\u001B[39m`,
};

/** The parts of a message as lines to print. Moments are clock times, so that time passing changes no line. */
export function linesOf(parts: readonly Part[], look: Look, nowMs: number): readonly string[] {
  let text = '';
  let afterBlock = false;
  for (const part of parts) {
    const isBlock = typeof part !== 'string' && part.kind === 'block';
    const words = typeof part === 'string' ? clean(part) : wordsOf(part, look, nowMs);
    const needsLine = (isBlock && text !== '') || (afterBlock && !words.startsWith('\n'));
    text += (needsLine && !text.endsWith('\n') ? '\n' : '') + words;
    afterBlock = isBlock;
  }
  return text.trimEnd().split('\n');
}

function wordsOf(part: Exclude<Part, string>, look: Look, nowMs: number): string {
  if (part.kind === 'moment') return clock(part.atMs, nowMs);
  const style = part.kind === 'bold' ? look.bold : look.code;
  return clean(part.text)
    .split('\n')
    .map(line => (line === '' ? line : style(line)))
    .join('\n');
}

/** Words may come from afar: nothing in them may move the cursor or change colours. */
export function clean(words: string): string {
  return stripVTControlCharacters(words)
    .replace(/\r\n?/g, '\n')
    .replaceAll('\t', '  ')
    .replace(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/g, '');
}

/** `20:43`, with the day in front where it is not today, in the process's time zone. */
function clock(atMs: number, nowMs: number): string {
  const [day, time] = localTime(atMs);
  const [today] = localTime(nowMs);
  return day === today ? time : `${day} ${time}`;
}

function localTime(atMs: number): readonly [string, string] {
  const local = new Date(atMs - new Date(atMs).getTimezoneOffset() * 60_000).toISOString();
  return [local.slice(0, 10), local.slice(11, 16)];
}
