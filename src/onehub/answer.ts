import { z } from 'zod';
import { oneLine } from '../cliproxy/one-line';
import { UserError } from '../errors';
import type { HttpAnswer } from '../server/server';
import { jsonIn } from '../cliproxy/json';

/** What every answer of One-Hub's own is; errors have status 200 too. */
const envelope = z.object({
  success: z.boolean(),
  message: z.string().default(''),
  data: z.unknown().optional(),
  /** Of a test, in seconds. */
  time: z.number().optional(),
});

export type Envelope = z.infer<typeof envelope>;

/** What `middleware/auth.go` says: no token, another token, somebody who was banned, somebody who is no administrator. */
const REFUSALS = ['未提供 access token', 'access token 无效', '用户已被封禁', '权限不足'];
/** A reverse proxy stands there, and nothing behind it. */
const NOBODY_BEHIND = [502, 503, 504];

/**
 * What One-Hub answered, `success` or not.
 *
 * @throws UserError `onehub-token-refused`, `onehub-limited` (300 requests in three minutes), `onehub-unreachable`, and
 * `onehub-odd` for whatever One-Hub never says: a page, another program's answer, a redirect.
 */
export function envelopeOf({ status, body }: HttpAnswer, host: string): Envelope {
  if (status === 429) throw new UserError({ code: 'onehub-limited' });
  if (NOBODY_BEHIND.includes(status)) throw new UserError({ code: 'onehub-unreachable', host });
  const said = envelope.safeParse(jsonIn(body)).data;
  const isRefusal = said?.success === false && REFUSALS.some(words => said.message.includes(words));
  if (isRefusal) throw new UserError({ code: 'onehub-token-refused' });
  if (said === undefined || status !== 200) throw odd(host);
  return said;
}

/** What came with an answer. Throws UserError `onehub-refused` in One-Hub's words, and what {@link envelopeOf} does. */
export function dataOf<Data>(answer: HttpAnswer, schema: z.ZodType<Data>, host: string): Data {
  const said = envelopeOf(answer, host);
  if (!said.success) throw new UserError({ code: 'onehub-refused', reason: oneLine(said.message) });
  const data = schema.safeParse(said.data);
  if (!data.success) throw odd(host);
  return data.data;
}

function odd(host: string): UserError {
  return new UserError({ code: 'onehub-odd', host });
}
