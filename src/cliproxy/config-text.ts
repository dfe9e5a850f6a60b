import { isAlias, isMap, isScalar, parseAllDocuments, type Document, type ParsedNode } from 'yaml';
import type { ProblemOf } from '../errors';

/** Why a configuration cannot be read, or not be changed without a risk for the rest of it. */
export type ConfigFlaw = ProblemOf<'config-unreadable'>['why'];

/** A configuration with a flaw. Holds nothing of its text, which has keys in it. */
export class FlawedConfig extends Error {
  override readonly name = 'FlawedConfig';

  constructor(
    readonly flaw: ConfigFlaw,
    /** From 1 on. */
    readonly line?: number,
  ) {
    super(flaw);
  }
}

export type Root = Document.Parsed['contents'];

/** Throws FlawedConfig. An empty configuration has no root. */
export function rootOf(text: string): Root {
  const documents = documentsIn(text);
  const [only, ...others] = documents;
  const [error] = documents.flatMap(({ errors }) => errors);
  if (error !== undefined) {
    const line = error.linePos?.[0].line;
    throw new FlawedConfig(error.code === 'DUPLICATE_KEY' ? 'key-twice' : 'not-yaml', line);
  }
  if (others.length > 0) throw new FlawedConfig('several-documents');
  return only?.contents ?? null;
}

/** What a configuration says: maps as Map, nothing for an empty one. Throws FlawedConfig. */
export function meaningOf(text: string): unknown {
  rootOf(text);
  const [only] = documentsIn(text);
  try {
    return only?.toJS({ mapAsMap: true });
  } catch {
    // An alias of nothing, or too many of one.
    throw new FlawedConfig('reference');
  }
}

function documentsIn(text: string): readonly Document.Parsed[] {
  try {
    return [...parseAllDocuments(text, { logLevel: 'silent' })] as readonly Document.Parsed[];
  } catch {
    throw new FlawedConfig('not-yaml');
  }
}

/** One key of a map with its value; undefined where it has no such key. Throws FlawedConfig for what is shared. */
export function pairOf(
  map: ParsedNode,
  name: string,
): { readonly key: ParsedNode; readonly value: ParsedNode | null } | undefined {
  if (!isMap(map)) throw new FlawedConfig('unusual');
  const isMerged = map.items.some(({ key }) => isScalar(key) && key.value === '<<');
  if (isMerged || map.anchor !== undefined) throw new FlawedConfig('reference');
  const pair = map.items.find(({ key }) => isScalar(key) && key.value === name);
  if (pair === undefined) return undefined;
  const { key, value } = pair;
  if (isAlias(value) || value?.anchor !== undefined) throw new FlawedConfig('reference');
  return { key, value };
}
