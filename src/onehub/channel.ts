import { z } from 'zod';

/** Go's empty values: what nobody set can be null, empty or not there. */
const word = z
  .string()
  .nullish()
  .transform(text => text ?? '');
const count = z
  .number()
  .nullish()
  .transform(value => value ?? 0);

/** What we read of a channel (`model/channel.go`). Its key is not taken over. */
const fields = {
  id: z.number(),
  type: count,
  /** 1: on; 2: switched off by somebody; 3: switched off by One-Hub after an error. */
  status: count,
  name: word,
  base_url: word,
  /** `a,b,c` */
  models: word,
  tag: word,
  test_model: word,
  /** JSON: the name that is asked for → the model that is asked. */
  model_mapping: word,
  response_time: count,
  /** Seconds since 1970; 0 where it never was tested. */
  test_time: count,
};

export const listedChannel = z.object(fields);
export type ListedChannel = z.infer<typeof listedChannel>;

export const keyedChannel = z.object({ ...fields, key: word });
export const rawColumns = z.record(z.string(), z.unknown());

/** With its key and with every column as it came, since writing models writes them all. */
export type WholeChannel = z.infer<typeof keyedChannel> & { readonly raw: z.infer<typeof rawColumns> };

/** Columns of a channel, as One-Hub calls them. */
export interface Columns {
  readonly type?: number;
  readonly key?: string;
  readonly status?: number;
  readonly name?: string;
  readonly base_url?: string;
  readonly models?: string;
  readonly group?: string;
  readonly test_model?: string;
}

export function modelsOf({ models }: Pick<ListedChannel, 'models'>): readonly string[] {
  return models
    .split(',')
    .map(model => model.trim())
    .filter(model => model !== '');
}

export function stateOf({ status }: Pick<ListedChannel, 'status'>): 'on' | 'off' | 'auto-off' {
  if (status === 1) return 'on';
  return status === 3 ? 'auto-off' : 'off';
}
