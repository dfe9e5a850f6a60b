/** Models that are called alike (`claude-…`, `gpt-…`), the newest first. */
export interface Family {
  readonly name: string;
  readonly models: readonly string[];
}

/** The families of models, by name. */
export function familiesOf(models: readonly string[]): readonly Family[] {
  return [...grouped(models, familyOf)]
    .sort(([one], [other]) => one.localeCompare(other, 'en'))
    .map(([name, members]) => ({ name, models: newestFirst(members) }));
}

/** `claude-haiku-4-5` → `claude`, `openai/gpt-4o` → `openai`, `o3-mini` → `o3` */
function familyOf(model: string): string {
  const [word] = /^\p{L}{2,}/u.exec(model) ?? model.split(/[-/:_ ]/, 1);
  return word?.toLowerCase() ?? model;
}

/** By their versions; where these are the same, by the day that stands behind them. */
export function newestFirst(models: readonly string[]): readonly string[] {
  return models
    .map(model => ({ model, version: versionOf(model) }))
    .sort((one, other) => compare(other.version, one.version) || one.model.localeCompare(other.model, 'en'))
    .map(({ model }) => model);
}

/** What belongs to each key, in the order it came. */
export function grouped(
  models: readonly string[],
  keyOf: (model: string) => string,
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const model of models) {
    const key = keyOf(model);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [model]);
    else group.push(model);
  }
  return groups;
}

/** `claude-opus-4-1-20250805` → 4, 1 and the day; `gpt-5.4-mini` → 5, 4. */
function versionOf(model: string): { readonly numbers: readonly number[]; readonly day: number } {
  const numbers = [...model.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  const isDay = (number: number): boolean => number >= 10_000;
  return { numbers: numbers.filter(number => !isDay(number)), day: numbers.find(isDay) ?? 0 };
}

function compare(one: ReturnType<typeof versionOf>, other: ReturnType<typeof versionOf>): number {
  const places = Math.max(one.numbers.length, other.numbers.length);
  for (let place = 0; place < places; place++) {
    const difference = (one.numbers[place] ?? -1) - (other.numbers[place] ?? -1);
    if (difference !== 0) return difference;
  }
  return one.day - other.day;
}
