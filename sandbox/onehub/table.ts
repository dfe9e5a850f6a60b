import { row, tooLong, withDefaults, type Row } from './channel';

/** The table of channels, with what the statements of One-Hub do to it. An Error's message is what it answers. */
export class Table {
  readonly #rows = new Map<number, Row>();
  #next = 1;

  all(): readonly Row[] {
    return [...this.#rows.values()];
  }

  get(id: number): Row {
    const found = this.#rows.get(id);
    if (found === undefined) throw new Error('record not found');
    return found;
  }

  /** One row for each line of the key; of the base addresses the one in the same place, or the first. */
  insert(body: unknown): readonly Row[] {
    const given = parsed(body);
    const urls = (given.base_url ?? '').split('\n').filter(url => url !== '');
    const rows = given.key.split('\n').flatMap((key, index): Row[] => {
      if (key === '') return [];
      const name = index === 0 ? given.name : `${given.name}_${index + 1}`;
      return [withDefaults({ ...given, key, name, base_url: urls[index] ?? urls[0] ?? given.base_url })];
    });
    if (rows.length === 0) throw new Error('empty slice found');
    return rows.map(each => {
      const made = { ...each, id: this.#next++, created_time: seconds() };
      this.#rows.set(made.id, made);
      return made;
    });
  }

  /** With models every column is written, else those that have a value; what was used never is. */
  update(body: unknown): Row {
    const given = parsed(body);
    const was = this.#rows.get(given.id);
    // No row is an update of none.
    if (was === undefined) return given;
    const written = given.models === '' ? withoutZeros(given) : given;
    const now = { ...was, ...written, used_quota: was.used_quota };
    this.#rows.set(now.id, now);
    return now;
  }

  /** What One-Hub itself writes: a status, the time of a test, what was used. */
  set(id: number, change: Partial<Row>): void {
    const was = this.#rows.get(id);
    if (was !== undefined) this.#rows.set(id, { ...was, ...change });
  }

  remove(id: number): void {
    this.#rows.delete(id);
  }
}

export function seconds(): number {
  return Math.floor(Date.now() / 1_000);
}

function parsed(body: unknown): Row {
  const given = row.safeParse(body);
  if (!given.success) {
    const field = given.error.issues[0]?.path.join('.') ?? '';
    throw new Error(`json: cannot unmarshal into Go struct field Channel.${field}`);
  }
  const problem = tooLong(given.data);
  if (problem !== undefined) throw new Error(problem);
  return given.data;
}

function withoutZeros(given: Row): Partial<Row> {
  const zeros: readonly unknown[] = ['', 0, false, null];
  return Object.fromEntries(Object.entries(given).filter(([, value]) => !zeros.includes(value)));
}
