import type { PictureWords } from '../messages/en/picture';
import { wrapped } from './fit';
import { drawable, useFonts } from './fonts';
import { SIZES, layOut } from './layout';
import { paint } from './paint';
import { fontOf } from './write';
import type { PictureSection } from './section';

export type { PictureSection } from './section';
export type { PictureWords } from '../messages/en/picture';

const MINUTE_MS = 60_000;

/**
 * A picture (PNG, 1080 pixels wide) of all servers and their accounts with the last day of each, for people who
 * would rather look than read. Sections are drawn in their order, accounts those first that need somebody; what is
 * fine is counted where there is no room for it. The library is loaded with the first picture.
 */
export async function renderAccounts(
  sections: readonly PictureSection[],
  words: PictureWords,
  nowMs: number,
): Promise<Uint8Array> {
  const { GlobalFonts, createCanvas } = await import('@napi-rs/canvas');
  const clock = clockOf(nowMs);
  useFonts(GlobalFonts, drawable(textOf(sections, words, clock)));
  const measuring = createCanvas(1, 1).getContext('2d');
  measuring.font = fontOf(36, false);
  const width = SIZES.width - 2 * (SIZES.margin + SIZES.padding) - 64;
  const wrap = (text: string) => wrapped(drawable(text), width, each => measuring.measureText(each).width);
  const layout = layOut(sections, words, wrap, nowMs);
  const canvas = createCanvas(SIZES.width, layout.height);
  paint(canvas.getContext('2d'), layout, words, clock, nowMs);
  return canvas.encode('png');
}

/** Every character that may be drawn. */
function textOf(sections: readonly PictureSection[], words: PictureWords, clock: string): string {
  const numbers = '0123456789–·…?+-';
  const said = [
    words.title,
    words.asOf(clock),
    ...Object.values(words.states),
    ...Object.values(words.duration).map(say => say(1)),
    words.unreachable,
    words.clients(1),
    words.clients(2),
    words.clientsBetween(1, 2),
    words.files(1),
    words.files(2),
    words.noAccounts,
    words.lastDay,
    words.restarts(1),
    words.restarts(2),
    words.noHistory,
    words.more(1, ''),
    words.moreServers(1),
    words.moreServers(2),
    words.expires(''),
    words.expired(''),
    words.until(''),
  ];
  return `${numbers}${said.join('')}${JSON.stringify(sections)}`;
}

/** `2026-11-22 23:48 UTC+8`: by the process's time zone, in a form that every language reads. */
function clockOf(nowMs: number): string {
  const minutesEast = -new Date(nowMs).getTimezoneOffset();
  const local = new Date(nowMs + minutesEast * MINUTE_MS).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 16)} ${zoneOf(minutesEast)}`;
}

/** `UTC`, `UTC+8`, `UTC-3:30`. */
function zoneOf(minutesEast: number): string {
  if (minutesEast === 0) return 'UTC';
  const minutes = Math.abs(minutesEast);
  const rest = minutes % 60 === 0 ? '' : `:${String(minutes % 60).padStart(2, '0')}`;
  return `UTC${minutesEast < 0 ? '-' : '+'}${String(Math.floor(minutes / 60))}${rest}`;
}
