import type { CallbackQuery, InlineKeyboardMarkup } from 'telegraf/types';
import type { Button } from '../../platform';
import { plainText, type PlainText } from './text';

/** What a button's `callback_data` says, at most 64 bytes: the action itself, or `?` and the action to paste for. */
const pasteMark = '?';

/** The kind of press a `callback_data` stands for. */
export function pressed(data: string): { readonly kind: 'action' | 'paste'; readonly action: string } {
  return data.startsWith(pasteMark)
    ? { kind: 'paste', action: data.slice(pasteMark.length) }
    : { kind: 'action', action: data };
}

type Rows = readonly (readonly Button[])[];

/** The rows of buttons as Telegram takes them, without link buttons it would refuse. */
export function inlineKeyboard(rows: Rows, linksAsText: boolean): InlineKeyboardMarkup {
  const keys = rows.map(row => row.filter(button => !goesInText(button, linksAsText)).map(inlineKey));
  return { inline_keyboard: keys.filter(row => row.length > 0) };
}

/** The links that cannot be buttons, each to copy on a line of its own below the text. */
export function linksBelow(rows: Rows, linksAsText: boolean, nowMs: number): PlainText {
  const links = rows.flat().filter(button => goesInText(button, linksAsText));
  return plainText(
    links.flatMap(link =>
      link.kind === 'link' ? [`\n\n${link.label}: `, { kind: 'code', text: link.url } as const] : [],
    ),
    nowMs,
  );
}

function goesInText(button: Button, linksAsText: boolean): boolean {
  return button.kind === 'link' && (linksAsText || !canBeButton(button.url));
}

function inlineKey(button: Button): InlineKeyboardMarkup['inline_keyboard'][number][number] {
  if (button.kind === 'link') return { text: button.label, url: button.url };
  if (button.kind === 'paste') return { text: button.label, callback_data: pasteMark + button.action };
  // Colours came with Bot API 9.4; older servers ignore the field, and telegraf's types do not know it.
  const colour = button.style === undefined ? {} : { style: button.style };
  return { text: button.label, callback_data: button.action, ...colour };
}

/** Telegram refuses names without a dot (`localhost`) and the reader's own machine as link buttons. */
function canBeButton(url: string): boolean {
  if (url.length > 2_048 || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return false;
  return hostname.includes('.') && !/^127\.|^0\.0\.0\.0$/.test(hostname);
}

/** What stands on the button that was pressed. */
export function labelOf(query: CallbackQuery.DataQuery): string {
  const markup =
    query.message !== undefined && 'reply_markup' in query.message ? query.message.reply_markup : undefined;
  const keys = markup?.inline_keyboard.flat() ?? [];
  const key = keys.find(one => 'callback_data' in one && one.callback_data === query.data);
  return key?.text ?? '…';
}
