import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { GlobalFonts } from '@napi-rs/canvas';

/** The family that {@link useFonts} makes known. */
export const FAMILY = 'Noto Sans SC Variable';

const PACKAGE = '@fontsource-variable/noto-sans-sc';

/** A file of the font with the characters it is for. */
export interface Slice {
  readonly file: string;
  readonly ranges: readonly (readonly [first: number, last: number])[];
}

const registered = new Set<string>();

/**
 * Makes the characters of a text drawable. The font comes in a hundred slices, of which a text needs a few; a
 * slice that was read stays, since it cannot be told apart from those that others use.
 */
export function useFonts(fonts: typeof GlobalFonts, text: string): void {
  const folder = dirname(require.resolve(`${PACKAGE}/package.json`));
  for (const { file } of slicesFor(text, allSlices())) {
    if (registered.has(file)) continue;
    if (fonts.registerFromPath(join(folder, 'files', file), FAMILY) === null) {
      throw new Error(`the font ${file} cannot be read`);
    }
    registered.add(file);
  }
}

/** The text with `?` for every character the font lacks (emoji in the name of an account). */
export function drawable(text: string, slices: readonly Slice[] = allSlices()): string {
  return Array.from(text, character => (sliceOf(character, slices) === undefined ? '?' : character)).join('');
}

/** The slices a text needs, the Latin one first: what is not drawn by any has its shape. */
export function slicesFor(text: string, slices: readonly Slice[]): readonly Slice[] {
  const needed = new Set(Array.from(new Set(`A${text}`), character => sliceOf(character, slices)));
  return slices.filter(slice => needed.has(slice));
}

function sliceOf(character: string, slices: readonly Slice[]): Slice | undefined {
  const code = character.codePointAt(0) ?? 0;
  // Emoji have slices of their own, in black and white and with gaps.
  if (code > 0xffff) return undefined;
  return slices.find(({ ranges }) => ranges.some(([first, last]) => first <= code && code <= last));
}

let slices: readonly Slice[] | undefined;

/** What the package says of its files (`"[21]": "U+1f1e9-1f1f5,U+1f21a"`), common scripts first. */
export function allSlices(): readonly Slice[] {
  slices ??= readSlices(
    JSON.parse(readFileSync(require.resolve(`${PACKAGE}/unicode.json`), 'utf8')) as Record<string, string>,
  );
  return slices;
}

export function readSlices(listed: Readonly<Record<string, string>>): readonly Slice[] {
  return Object.entries(listed)
    .map(([name, ranges]) => ({
      file: `noto-sans-sc-${name.replace(/[[\]]/g, '')}-wght-normal.woff2`,
      ranges: ranges.split(',').map(rangeOf),
    }))
    .sort((one, other) => Number(isNumbered(one.file)) - Number(isNumbered(other.file)));
}

function isNumbered(file: string): boolean {
  return /-\d+-wght/.test(file);
}

function rangeOf(range: string): readonly [number, number] {
  const [first = '', last = first] = range.trim().replace(/^U\+/i, '').split('-');
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
}
