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

/** Names in a row. */
export function list(separator: string, names: readonly string[]): readonly Part[] {
  return names.flatMap((name, index) => (index === 0 ? [bold(name)] : [separator, bold(name)]));
}
