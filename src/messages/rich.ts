import type { Part } from '../chat/platform';

export const bold = (text: string): Part => ({ kind: 'bold', text });
export const code = (text: string): Part => ({ kind: 'code', text });
export const block = (text: string): Part => ({ kind: 'block', text });
export const moment = (atMs: number): Part => ({ kind: 'moment', atMs });

/** A sentence with parts in it; a value that is not there leaves nothing. */
export function rich(
  words: TemplateStringsArray,
  ...values: readonly (Part | readonly Part[] | number | undefined)[]
): readonly Part[] {
  return words.flatMap((word, index) => {
    const value = values[index];
    const parts = value === undefined ? [] : typeof value === 'number' ? [String(value)] : [value].flat();
    return [word, ...parts].filter(part => part !== '');
  });
}

/** Lines under one another; undefined and empty ones are left out. */
export function lines(...all: readonly (readonly Part[] | undefined | false)[]): readonly Part[] {
  return all
    .filter(line => line !== undefined && line !== false && line.length > 0)
    .flatMap((line, index) =>
      index === 0 ? (line as readonly Part[]) : ['\n', ...(line as readonly Part[])],
    );
}

/** So many names of the longest servers leave half of a message of every platform for the rest. */
const MOST_NAMES = 25;

/** Names in a row; of very many the first, and how many more there are: `a, b, … +198`. */
export function list(separator: string, names: readonly string[], most = MOST_NAMES): readonly Part[] {
  const more = names.length - most;
  const shown = more > 0 ? names.slice(0, most) : names;
  return [
    ...shown.flatMap((name, index) => (index === 0 ? [bold(name)] : [separator, bold(name)])),
    ...(more > 0 ? [`${separator}… +${more}`] : []),
  ];
}
