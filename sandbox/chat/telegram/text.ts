import { type Fields, integer, objects, onlyKnown, optionalString, string } from './fields';
import { mistake } from './refusal';

/** A stretch of a text with a meaning, as requests and messages hold it. */
export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly unix_time?: number;
  readonly date_time_format?: string;
}

const longest = 4_096;
const longestCaption = 1_024;
const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const simple = ['bold', 'italic', 'underline', 'strikethrough', 'spoiler', 'blockquote', 'code', 'pre'];

/** Checks `text` and `entities` of a request and gives them back as the server keeps them: without outer blanks. */
export function formattedText(fields: Fields): { text: string; entities: readonly Entity[] } {
  if (fields['parse_mode'] !== undefined) throw mistake('this server reads entities only, no parse_mode');
  const raw = optionalString(fields, 'text') ?? '';
  if (raw.trim() === '') throw mistake('message text is empty');
  const formatted = checkedText(raw, objects(fields, 'entities'));
  if (formatted.text.length > longest) throw mistake('message is too long');
  return formatted;
}

/** The same of `caption` and `caption_entities`, which may be missing. */
export function captionText(fields: Fields): { text: string; entities: readonly Entity[] } {
  if (fields['parse_mode'] !== undefined) throw mistake('this server reads entities only, no parse_mode');
  const formatted = checkedText(optionalString(fields, 'caption') ?? '', objects(fields, 'caption_entities'));
  if (formatted.text.length > longestCaption) throw mistake('message caption is too long');
  return formatted;
}

function checkedText(raw: string, given: readonly Fields[]): { text: string; entities: readonly Entity[] } {
  if (loneSurrogate.test(raw)) throw mistake('text must be encoded in UTF-8');
  const entities = given.map(entity => checkedEntity(entity, raw));
  for (const [index, entity] of entities.entries()) {
    for (const other of entities.slice(index + 1)) checkNesting(entity, other);
  }
  const text = raw.trim();
  const skipped = raw.length - raw.trimStart().length;
  return {
    text,
    entities: entities.map(entity => ({ ...entity, offset: Math.max(0, entity.offset - skipped) })),
  };
}

function checkedEntity(fields: Fields, text: string): Entity {
  const type = string(fields, 'type');
  const offset = integer(fields, 'offset');
  const length = integer(fields, 'length');
  const end = offset + length;
  if (offset < 0 || length < 1 || end > text.length) throw mistake(`entity ${type} lies outside of the text`);
  if (splitsPair(text, offset) || splitsPair(text, end)) {
    throw mistake(`entity ${type} begins or ends in the middle of a UTF-16 symbol`);
  }
  return { type, offset, length, ...extras(type, fields) };
}

function extras(type: string, fields: Fields): Partial<Entity> {
  const common = ['type', 'offset', 'length'];
  if (type === 'text_link') {
    onlyKnown(fields, [...common, 'url'], 'a text_link');
    return { url: string(fields, 'url') };
  }
  if (type === 'date_time') {
    onlyKnown(fields, [...common, 'unix_time', 'date_time_format'], 'a date_time');
    const format = optionalString(fields, 'date_time_format') ?? '';
    if (!/^(r|w?[dD]?[tT]?)$/.test(format)) throw mistake('invalid date format used');
    return { unix_time: integer(fields, 'unix_time'), date_time_format: format };
  }
  if (!simple.includes(type)) throw mistake(`entity ${type} cannot be sent`);
  onlyKnown(fields, common, `a ${type}`);
  return {};
}

function splitsPair(text: string, at: number): boolean {
  return /^[\uD800-\uDBFF][\uDC00-\uDFFF]$/.test(text.slice(at - 1, at + 1)) && at > 0;
}

/** One in the other or side by side; nothing goes with code. */
function checkNesting(one: Entity, other: Entity): void {
  const [first, second] = one.offset <= other.offset ? [one, other] : [other, one];
  const firstEnd = first.offset + first.length;
  if (second.offset >= firstEnd) return;
  const crosses = second.offset > first.offset && second.offset + second.length > firstEnd;
  const alone = ['code', 'pre', 'date_time'];
  if (crosses || alone.includes(one.type) || alone.includes(other.type)) {
    throw mistake(`entities ${one.type} and ${other.type} overlap`);
  }
}
