import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, type ParsedNode } from 'yaml';
import type { Strategy } from '../jobs/reports';
import {
  atTheFront,
  behindColon,
  below,
  columnOf,
  isFlow,
  lineEndOf,
  replaced,
  sourceOf,
  spaces,
  spliced,
  stepOf,
  type Edit,
} from './config-edit';
import { FlawedConfig, meaningOf, pairOf, rootOf } from './config-text';

/** What a configuration says of how accounts are chosen. */
export interface RoutingInConfig {
  /** `routing.strategy` as it is written; empty where it is not. */
  readonly strategy: string;
  /** The `load_balancing:` block of a guide, which the program never had: it passes over keys it does not know. */
  readonly guideBlock: boolean;
  /** `logging-to-file: true` */
  readonly logsToFile: boolean;
}

/** Throws FlawedConfig. */
export function routingIn(text: string): RoutingInConfig {
  const root = meaningOf(text);
  const routing = valueIn(root, 'routing');
  const strategy = valueIn(routing, 'strategy');
  return {
    strategy: typeof strategy === 'string' ? strategy : '',
    guideBlock: root instanceof Map && (root.has('load_balancing') || root.has('load-balancing')),
    logsToFile: valueIn(root, 'logging-to-file') === true,
  };
}

/**
 * The same text with another strategy: one value is put into its place, or its line where there was none, and every
 * other byte is as it was. Then both are read, and but for that value they must say the same.
 *
 * @throws FlawedConfig for a text in which that cannot be done.
 */
export function withStrategy(text: string, strategy: Strategy): string {
  const expected = expectedOf(meaningOf(text), strategy);
  const changed = spliced(text, editFor(text, strategy));
  const meaning = safely(() => meaningOf(changed));
  if (!isDeepStrictEqual(meaning, expected)) throw new FlawedConfig('unusual');
  return changed;
}

function editFor(text: string, strategy: Strategy): Edit {
  const root = rootOf(text);
  if (root === null || isNothing(root)) return appended(text, 0, strategy);
  const routing = pairOf(root, 'routing');
  if (routing === undefined) {
    if (!isMap(root)) throw new FlawedConfig('unusual');
    return isFlow(root)
      ? atTheFront(root, `"routing": {"strategy": "${strategy}"}`)
      : appended(text, columnOf(text, root), strategy);
  }
  const { key, value } = routing;
  if (value === null || isNothing(value)) {
    if (value !== null && sourceOf(text, value) !== '') return replaced(value, `{ strategy: "${strategy}" }`);
    return isFlow(root)
      ? behindColon(text, key, `{"strategy": "${strategy}"}`)
      : below(text, key, `${spaces(columnOf(text, root) + stepOf(text, root))}strategy: "${strategy}"`);
  }
  const present = pairOf(value, 'strategy');
  if (present !== undefined) return valueChanged(text, present.key, present.value, strategy);
  if (!isMap(value)) throw new FlawedConfig('unusual');
  if (isFlow(value)) return atTheFront(value, `"strategy": "${strategy}"`);
  return below(text, key, `${spaces(columnOf(text, value))}strategy: "${strategy}"`);
}

/** In the quotes that were there. */
function valueChanged(text: string, key: ParsedNode, value: ParsedNode | null, strategy: Strategy): Edit {
  if (value === null) return behindColon(text, key, `"${strategy}"`);
  if (!isScalar(value)) throw new FlawedConfig('unusual');
  if (sourceOf(text, value) === '') return behindColon(text, key, `"${strategy}"`);
  const quote = { QUOTE_DOUBLE: '"', QUOTE_SINGLE: "'", PLAIN: '' }[String(value.type)];
  if (quote === undefined) throw new FlawedConfig('unusual');
  return replaced(value, `${quote}${strategy}${quote}`);
}

/** At the end of the whole, which ends with a line break then where it did before. */
function appended(text: string, column: number, strategy: Strategy): Edit {
  const lineEnd = lineEndOf(text);
  const isWhole = /(?:^\uFEFF?|\n)$/.test(text);
  const block = `${spaces(column)}routing:${lineEnd}${spaces(column + 2)}strategy: "${strategy}"`;
  const insert = isWhole ? `${block}${lineEnd}` : `${lineEnd}${block}`;
  return { from: text.length, to: text.length, insert };
}

/** What the whole must say afterwards. */
function expectedOf(root: unknown, strategy: Strategy): unknown {
  const routing = valueIn(root, 'routing');
  const changed = new Map<unknown, unknown>(routing instanceof Map ? routing : []).set('strategy', strategy);
  return new Map<unknown, unknown>(root instanceof Map ? root : []).set('routing', changed);
}

function safely(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof FlawedConfig) return undefined;
    throw error;
  }
}

function valueIn(map: unknown, key: string): unknown {
  return map instanceof Map ? (map as ReadonlyMap<unknown, unknown>).get(key) : undefined;
}

/** Empty, or `null` in one of its forms. */
function isNothing(node: ParsedNode): boolean {
  return isScalar(node) && node.value === null && node.tag === undefined && node.anchor === undefined;
}
