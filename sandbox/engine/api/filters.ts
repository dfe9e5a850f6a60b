import { z } from 'zod';
import { EngineError } from './answers';

const filterJson = z.record(z.string(), z.union([z.array(z.string()), z.record(z.string(), z.boolean())]));

export type Filters<Key extends string> = Readonly<Partial<Record<Key, readonly string[]>>>;

/**
 * Filters are a JSON object of lists, or, from older clients, of objects whose keys count. Throws 400 for one
 * that is not known: a slip must not look like an empty answer.
 */
export function filtersOf<Key extends string>(text: string | null, keys: readonly Key[]): Filters<Key> {
  const given = filterJson.safeParse(parsed(text ?? '{}'));
  if (!given.success) throw new EngineError(400, 'invalid filter');
  const known = Object.entries(given.data).map(([key, values]): [string, readonly string[]] => {
    if (!keys.some(each => each === key)) throw new EngineError(400, `invalid filter '${key}'`);
    return [key, Array.isArray(values) ? values : Object.keys(values)];
  });
  return Object.fromEntries(known) as Filters<Key>;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
