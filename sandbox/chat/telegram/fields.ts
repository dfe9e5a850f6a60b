import { mistake } from './refusal';

/** A JSON object of a request. */
export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The real server ignores what it does not know; here a misspelt field is a mistake. */
export function onlyKnown(fields: Fields, known: readonly string[], where: string): void {
  const unknown = Object.keys(fields).filter(name => !known.includes(name));
  if (unknown.length > 0) throw mistake(`unknown ${unknown.join(', ')} in ${where}`);
}

export function integer(fields: Fields, name: string): number {
  const value = optionalInteger(fields, name);
  if (value === undefined) throw mistake(`${name} is empty`);
  return value;
}

export function optionalInteger(fields: Fields, name: string): number | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw mistake(`${name} must be an Integer`);
  return value;
}

export function string(fields: Fields, name: string): string {
  const value = optionalString(fields, name);
  if (value === undefined) throw mistake(`${name} is empty`);
  return value;
}

export function optionalString(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value !== undefined && typeof value !== 'string')
    throw mistake(`field "${name}" must be of type String`);
  return value;
}

export function optionalBoolean(fields: Fields, name: string): boolean | undefined {
  const value = fields[name];
  if (value !== undefined && typeof value !== 'boolean')
    throw mistake(`field "${name}" must be of type Boolean`);
  return value;
}

export function optionalObject(fields: Fields, name: string): Fields | undefined {
  const value = fields[name];
  if (value !== undefined && !isFields(value)) throw mistake(`object expected as ${name}`);
  return value;
}

/** A list of objects; absent is empty. */
export function objects(fields: Fields, name: string): readonly Fields[] {
  const value = fields[name] ?? [];
  if (!Array.isArray(value)) throw mistake(`expected an Array of ${name}`);
  return value.map((item: unknown) => {
    if (!isFields(item)) throw mistake(`expected an Object in ${name}`);
    return item;
  });
}
