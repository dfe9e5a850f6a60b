import { z } from 'zod';
import { UserError } from '../errors';
import type { Api } from './api';
import { holdsError, refusalOf } from './api-refusal';
import { jsonIn } from './json';
import { oneLine } from './one-line';

/** CLIProxyAPI itself waits up to half a minute for an account that is about to be usable again. */
const timeoutMs = 60_000;
const mostCharacters = 200;

const prompt = 'Say hello in one short sentence.';
/** Enough for models that think before they speak, and little enough to cost nothing. */
const mostTokens = 256;

const part = z.object({ text: z.string() });
const completion = z.object({
  choices: z
    .array(
      z.object({ message: z.object({ content: z.union([z.string(), z.array(z.unknown())]).nullish() }) }),
    )
    .min(1),
});

export interface Completion {
  /** Empty where the model said nothing. */
  readonly firstLine: string;
  readonly ms: number;
}

/**
 * Asks a model for a few words (`POST /v1/chat/completions`), as any client of the server does.
 *
 * @param known the models that the server offers.
 * @throws UserError `accounts-cooling`, `no-account`, `unknown-model`, `completion-silent`, `completion-failed`, and
 * what is wrong with the key.
 */
export async function complete(
  api: Api,
  model: string,
  known: readonly string[],
  now: () => number = Date.now,
): Promise<Completion> {
  const { server } = api;
  const startedAtMs = now();
  const answer = await api.ask(
    {
      method: 'POST',
      path: '/v1/chat/completions',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        model,
        messages: [{ role: 'user', content: prompt }],
        max_tokens: mostTokens,
        stream: false,
      }),
    },
    timeoutMs,
  );
  if (answer === undefined) {
    throw new UserError({ code: 'completion-silent', server, model, seconds: timeoutMs / 1_000 });
  }
  const { data } = completion.safeParse(answer.status === 200 ? jsonIn(answer.body) : undefined);
  if (data === undefined || holdsError(answer)) {
    throw new UserError(refusalOf(answer, api, { model, known }, now()));
  }
  return { firstLine: firstLineOf(data), ms: now() - startedAtMs };
}

function firstLineOf({ choices }: z.infer<typeof completion>): string {
  const content = choices[0]?.message.content ?? '';
  const whole =
    typeof content === 'string'
      ? content
      : content.map(each => part.safeParse(each).data?.text ?? '').join('');
  return oneLine(whole.split('\n').find(line => line.trim() !== '') ?? '', mostCharacters);
}
