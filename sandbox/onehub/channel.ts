import { z } from 'zod';

/** What a Go struct takes for a field: its zero value where nothing or null is given, an error for another type. */
const text = z
  .string()
  .nullish()
  .transform(given => given ?? '');
const number = z
  .number()
  .nullish()
  .transform(given => given ?? 0);
const truth = z
  .boolean()
  .nullish()
  .transform(given => given ?? false);
/** A pointer: it can be nothing. */
const textOrNothing = z
  .string()
  .nullish()
  .transform(given => given ?? null);
const numberOrNothing = z
  .number()
  .nullish()
  .transform(given => given ?? null);

/** A row of the table `channels` by its JSON names (MartialBE/one-hub, `model/channel.go`). */
export const row = z.object({
  id: number,
  type: number,
  key: text,
  status: number,
  name: text,
  weight: numberOrNothing,
  created_time: number,
  test_time: number,
  response_time: number,
  base_url: textOrNothing,
  other: text,
  balance: number,
  balance_updated_time: number,
  models: text,
  group: text,
  tag: text,
  used_quota: number,
  model_mapping: textOrNothing,
  model_headers: textOrNothing,
  custom_parameter: textOrNothing,
  priority: numberOrNothing,
  proxy: textOrNothing,
  test_model: text,
  only_chat: truth,
  pre_cost: number,
  compatible_response: truth,
  allow_extra_body: truth,
  plugin: z
    .unknown()
    .optional()
    .transform(given => given ?? null),
});

export type Row = z.infer<typeof row>;

/** What the database puts in the place of zero values when a row is made. */
export function withDefaults(given: Row): Row {
  return {
    ...given,
    status: given.status || 1,
    weight: given.weight ?? 1,
    group: given.group || 'default',
    base_url: given.base_url ?? '',
    priority: given.priority ?? 0,
    proxy: given.proxy ?? '',
    pre_cost: given.pre_cost || 1,
    used_quota: 0,
  };
}

const room: Readonly<Partial<Record<keyof Row, number>>> = { group: 32, tag: 32, test_model: 50, proxy: 255 };

/** What MySQL says of a value that is too long for its column. */
export function tooLong(given: Row): string | undefined {
  const values: Readonly<Record<string, unknown>> = given;
  const column = Object.entries(room).find(([name, most]) => {
    const value = values[name];
    return typeof value === 'string' && value.length > most;
  });
  return column && `Error 1406 (22001): Data too long for column '${column[0]}' at row 1`;
}
