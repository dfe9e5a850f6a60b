import type { MessageEntity } from 'telegraf/types';
import type { Part } from '../../platform';

/** What Telegram takes in one message, in UTF-16 units after entities are taken out. */
export const longestText = 4_096;
/** The same for words below a file. */
export const longestCaption = 1_024;

/** Words without markup, and what is special about stretches of them: nothing in a text is ever parsed. */
export interface PlainText {
  readonly text: string;
  readonly entities: readonly Entity[];
}

/** A stretch of UTF-16 units. `date_time` (Bot API 9.5) is shown in the reader's own time zone and language. */
type Entity = { readonly offset: number; readonly length: number } & (
  | { readonly type: 'bold' | 'code' | 'pre' }
  | { readonly type: 'text_link'; readonly url: string }
  | { readonly type: 'date_time'; readonly unix_time: number; readonly date_time_format: string }
);
type Kind = Entity extends infer E ? (E extends Entity ? Omit<E, 'offset' | 'length'> : never) : never;

/** The parts of a message as Telegram takes them. */
export function plainText(parts: readonly Part[], nowMs: number): PlainText {
  let text = '';
  const entities: Entity[] = [];
  let afterBlock = false;

  function add(words: string, kind?: Kind): void {
    const clean = words.replace(/\r\n?/g, '\n');
    if (kind !== undefined && clean !== '')
      entities.push({ ...kind, offset: text.length, length: clean.length });
    text += clean;
  }

  for (const part of parts) {
    const words = typeof part === 'string' ? part : part.kind === 'moment' ? '' : part.text;
    const isBlock = typeof part !== 'string' && part.kind === 'block';
    const needsLine = (isBlock && text !== '') || (afterBlock && !words.startsWith('\n'));
    if (needsLine && !text.endsWith('\n')) add('\n');
    afterBlock = isBlock;
    if (typeof part === 'string') add(part);
    else if (part.kind === 'moment') addMoment(part.atMs, nowMs, add);
    else add(part.text, { type: part.kind === 'block' ? 'pre' : part.kind });
  }
  return { text, entities };
}

/** `20:43 UTC (5 min)`; newer apps show both halves in the reader's time zone and words, and keep them current. */
function addMoment(atMs: number, nowMs: number, add: (words: string, kind?: Kind) => void): void {
  const soon = Math.abs(atMs - nowMs) < 12 * 3_600_000;
  const unix = { type: 'date_time', unix_time: Math.round(atMs / 1_000) } as const;
  add(clock(atMs, soon), { ...unix, date_time_format: soon ? 't' : 'dt' });
  add(' (');
  add(distance(atMs - nowMs), { ...unix, date_time_format: 'r' });
  add(')');
}

/** The time of day, and the day where it is not near, in the process's time zone. */
function clock(atMs: number, soon: boolean): string {
  const minutesEast = -new Date(atMs).getTimezoneOffset();
  const local = new Date(atMs + minutesEast * 60_000).toISOString();
  const time = `${local.slice(11, 16)} ${zone(minutesEast)}`;
  return soon ? time : `${local.slice(0, 10)} ${time}`;
}

/** `UTC`, `UTC+8`, `UTC-3:30`. */
function zone(minutesEast: number): string {
  if (minutesEast === 0) return 'UTC';
  const minutes = Math.abs(minutesEast);
  const rest = minutes % 60 === 0 ? '' : `:${String(minutes % 60).padStart(2, '0')}`;
  return `UTC${minutesEast < 0 ? '-' : '+'}${String(Math.floor(minutes / 60))}${rest}`;
}

/** In units that read the same in every language: `5 min`, `-3 h`, `12 d`. */
function distance(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (Math.abs(minutes) < 120) return `${String(minutes)} min`;
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 48 ? `${String(hours)} h` : `${String(Math.round(hours / 24))} d`;
}

/** One text after the other; the first gives way where both are too long together, and shows it with `…`. */
export function joined(first: PlainText, second: PlainText, longest: number): PlainText {
  const room = longest - second.text.length;
  const head = first.text.length <= room ? first : cut(first, room);
  const moved = second.entities.map(entity => ({ ...entity, offset: entity.offset + head.text.length }));
  return { text: head.text + second.text, entities: [...head.entities, ...moved] };
}

function cut({ text, entities }: PlainText, room: number): PlainText {
  // Half of a pair (an emoji) would be refused.
  const kept = text.slice(0, room - 1).replace(/[\uD800-\uDBFF]$/, '');
  const reached = entities
    .filter(entity => entity.offset < kept.length)
    .map(entity => ({ ...entity, length: Math.min(entity.length, kept.length - entity.offset) }));
  return { text: `${kept}…`, entities: reached };
}

/** As a request holds them: `text` and `entities`. */
export function textFields({ text, entities }: PlainText): { text: string; entities: MessageEntity[] } {
  // Telegraf's types end before `date_time`; a server that does not know it shows the words below it.
  return {
    text: text.trim() === '' ? '…' : text,
    entities: entities as readonly unknown[] as MessageEntity[],
  };
}
