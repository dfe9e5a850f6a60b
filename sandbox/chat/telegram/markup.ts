import {
  type Fields,
  isFields,
  onlyKnown,
  optionalBoolean,
  optionalObject,
  optionalString,
  string,
} from './fields';
import { mistake } from './refusal';

export interface Key {
  readonly text: string;
  readonly url?: string;
  readonly callback_data?: string;
  readonly style?: string;
}

export interface Markup {
  readonly rows: readonly (readonly Key[])[];
  readonly forceReply?: { readonly placeholder?: string };
}

/** Checks `reply_markup`; a message without one has no rows. */
export function checkedMarkup(fields: Fields): Markup {
  const markup = optionalObject(fields, 'reply_markup');
  if (markup === undefined) return { rows: [] };
  if (markup['force_reply'] !== undefined) return forcedReply(markup);
  onlyKnown(markup, ['inline_keyboard'], 'reply_markup');
  const rows = markup['inline_keyboard'];
  if (!Array.isArray(rows)) throw mistake('field "inline_keyboard" must be of type Array');
  const checked = rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw mistake('field "inline_keyboard" must be an Array of Arrays');
    if (row.length === 0 || row.length > 8) throw mistake('a row of a keyboard has 1 to 8 buttons');
    return row.map(checkedKey);
  });
  if (checked.flat().length > 100) throw mistake('reply markup is too long');
  return { rows: checked };
}

function forcedReply(markup: Fields): Markup {
  onlyKnown(markup, ['force_reply', 'input_field_placeholder', 'selective'], 'force_reply');
  if (optionalBoolean(markup, 'force_reply') !== true) throw mistake('force_reply must be True');
  const placeholder = optionalString(markup, 'input_field_placeholder');
  if (placeholder !== undefined && (placeholder === '' || placeholder.length > 64)) {
    throw mistake('input_field_placeholder has 1 to 64 characters');
  }
  return { rows: [], forceReply: placeholder === undefined ? {} : { placeholder } };
}

function checkedKey(key: unknown): Key {
  if (!isFields(key))
    throw mistake("can't parse inline keyboard button: InlineKeyboardButton must be an Object");
  onlyKnown(key, ['text', 'url', 'callback_data', 'style'], 'a button');
  const text = string(key, 'text');
  if (text === '') throw mistake('inline keyboard button text must be non-empty');
  const url = optionalString(key, 'url');
  const data = optionalString(key, 'callback_data');
  const style = optionalString(key, 'style');
  if (style !== undefined && !['primary', 'danger', 'success'].includes(style)) {
    throw mistake("can't parse inline keyboard button: invalid button style specified");
  }
  const look = style === undefined ? {} : { style };
  if (url !== undefined && data === undefined) return { text, url: checkedUrl(url), ...look };
  if (data === undefined || url !== undefined) {
    throw mistake("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  }
  const bytes = Buffer.byteLength(data);
  if (bytes < 1 || bytes > 64) throw mistake('BUTTON_DATA_INVALID');
  return { text, callback_data: data, ...look };
}

function checkedUrl(url: string): string {
  const host = /^(?:https?:\/\/)?([^/:?#]+)/i.exec(url)?.[1] ?? '';
  if (!host.includes('.')) throw mistake(`inline keyboard button URL '${url}' is invalid: Wrong HTTP URL`);
  if (/^127\.|^0\.0\.0\.0$/.test(host) || url.length > 2_048) throw mistake('BUTTON_URL_INVALID');
  return url;
}
