import { z } from 'zod';
import type { Problem } from '../errors';
import type { HttpAnswer } from '../server/server';
import type { Api } from './api';
import { oneLine } from './one-line';
import { jsonIn } from './json';

interface Refusal {
  readonly code: string;
  readonly message: string;
  /** Said by the program itself before it looked at what was asked. */
  readonly fromDoor: boolean;
  readonly resetSeconds?: number | undefined;
}

const text = z.string().catch('');
const fromDoor = z
  .object({ error: z.string() })
  .transform(({ error }): Refusal => ({ code: error, message: error, fromDoor: true }));
const fromBehind = z
  .object({
    error: z.object({
      code: text,
      message: text,
      reset_seconds: z.number().nonnegative().optional().catch(undefined),
    }),
  })
  .transform(({ error: { code, message, reset_seconds } }): Refusal => ({
    code,
    message,
    fromDoor: false,
    resetSeconds: reset_seconds,
  }));
/** Up to v6.6.48 an error is a plain line; the door has always said `{"error":"…"}`, and the rest is OpenAI's. */
const refusal = z.union([fromDoor, fromBehind]);

/**
 * What an answer that is no success means, by CLIProxyAPI's own words in its versions (internal/api, sdk/api/handlers
 * and sdk/cliproxy/auth of v6.0.0 to v7.2.140). Providers' refusals come through with their status and their words.
 *
 * @param asked the model, and those the server offers; left out where its models were asked for.
 */
export function refusalOf(
  answer: HttpAnswer,
  { server, hasKey }: Pick<Api, 'server' | 'hasKey'>,
  asked: { readonly model: string; readonly known: readonly string[] } | undefined,
  nowMs: number,
): Problem {
  const { status } = answer;
  const { code, message, fromDoor, resetSeconds } = read(answer);
  // Whoever was let in to see the models is refused by somebody else.
  if (status === 401 && fromDoor && asked === undefined)
    return { code: hasKey ? 'api-key-refused' : 'no-api-key', server };
  // From v7.2.51 on; before, the whole server is replaced by a page (see api.ts).
  if (code === 'unsafe_example_api_key') return { code: 'example-keys', server };
  if (asked !== undefined) {
    const { model, known } = asked;
    if (code === 'model_cooldown' || /^All credentials for model .* are cooling down/.test(message)) {
      const seconds = resetSeconds ?? secondsIn(answer.headers['retry-after']);
      const until = seconds !== undefined && { untilMs: nowMs + seconds * 1_000 };
      return { code: 'accounts-cooling', server, model, ...until };
    }
    if (/^unknown provider for model/.test(message)) {
      return { code: 'unknown-model', server, typed: model, known };
    }
  }
  // No account for the model that is enabled, loaded and not refused by its provider.
  if (/^auth_(?:unavailable|not_found):/.test(message)) return { code: 'no-account', server };
  return { code: 'completion-failed', server, status, detail: oneLine(message) };
}

/** Whether an answer says in its body that it is none: an answer that was begun cannot change its status any more. */
export function holdsError({ body }: HttpAnswer): boolean {
  return refusal.safeParse(jsonIn(body)).success;
}

function read({ body }: HttpAnswer): Refusal {
  return refusal.safeParse(jsonIn(body)).data ?? { code: '', message: body.trim(), fromDoor: false };
}

function secondsIn(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,7}$/.test(header) ? Number(header) : undefined;
}
