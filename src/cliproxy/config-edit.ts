import { isMap, type ParsedNode, type YAMLMap } from 'yaml';
import { FlawedConfig } from './config-text';

/** Puts `insert` in the place of what stands from `from` to `to`. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

export function replaced(value: ParsedNode, insert: string): Edit {
  return { from: value.range[0], to: value.range[1], insert };
}

export function behindColon(text: string, key: ParsedNode, insert: string): Edit {
  const colon = /^\s*:/.exec(text.slice(key.range[1]));
  if (colon === null) throw new FlawedConfig('unusual');
  const from = key.range[1] + colon[0].length;
  return { from, to: from, insert: ` ${insert}` };
}

/** On a line of its own under that of a key. */
export function below(text: string, key: ParsedNode, line: string): Edit {
  const end = text.indexOf('\n', key.range[1]);
  if (end < 0) return { from: text.length, to: text.length, insert: `${lineEndOf(text)}${line}` };
  return { from: end + 1, to: end + 1, insert: `${line}${lineEndOf(text)}` };
}

export function atTheFront(map: YAMLMap.Parsed, insert: string): Edit {
  const from = map.range[0] + 1;
  return { from, to: from, insert: map.items.length === 0 ? insert : `${insert}, ` };
}

export function spliced(text: string, { from, insert, to }: Edit): string {
  return `${text.slice(0, from)}${insert}${text.slice(to)}`;
}

export function isFlow(node: ParsedNode): boolean {
  return isMap(node) && node.flow === true;
}

export function sourceOf(text: string, { range }: ParsedNode): string {
  return text.slice(range[0], range[1]);
}

/** How far a block map stands to the right; its first key must be the first on its line. */
export function columnOf(text: string, map: ParsedNode): number {
  const start = map.range[0];
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start).replace(/^\uFEFF/, '');
  if (!/^ *$/.test(before)) throw new FlawedConfig('unusual');
  return before.length;
}

/** How far what is inside stands to the right of what it is inside of, as the first such place does it. */
export function stepOf(text: string, root: ParsedNode): number {
  const usual = 2;
  if (!isMap(root)) return usual;
  const first = root.items.map(({ value }) => value).find(value => isMap(value) && !isFlow(value));
  if (first === undefined || first === null) return usual;
  return Math.max(1, columnOf(text, first) - columnOf(text, root));
}

export function lineEndOf(text: string): string {
  return /\r?\n/.exec(text)?.[0] ?? '\n';
}

export function spaces(count: number): string {
  return ' '.repeat(count);
}
