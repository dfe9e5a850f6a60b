import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { behaviourNow } from '../../behaviour';
import { coolingMs } from '../account-state';
import type { ApiAnswer } from './answers';
import { failure, json } from './answers';
import type { ApiTraits } from './api-traits';
import type { Client } from './clients';

const overloaded = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}';
const refused =
  '{"type":"error","error":{"type":"authentication_error","message":"Invalid bearer token"},"request_id":"req_pretend"}';

/** `POST /v1/chat/completions`, not streamed. Undefined: it never answers. */
export async function complete(
  body: string,
  clients: readonly Client[],
  traits: ApiTraits,
): Promise<ApiAnswer | undefined> {
  const model = modelIn(body);
  const base = model.replace(/\([^()]*\)$/, '');
  const able = clients.filter(client => client.models.includes(base));
  if (able.length === 0) return unknownModel(model, traits);
  if (able.every(({ state }) => state !== 'fine')) return noneLeft(base, able, traits);

  const { completion, completionMs } = behaviourNow();
  await after(completionMs);
  switch (completion) {
    case 'hang':
      return undefined;
    case 'overloaded':
      return failure(traits, 529, overloaded);
    case 'refused':
      return failure(traits, 401, refused);
    case 'ok':
      return json(200, spoken(model));
  }
}

function modelIn(body: string): string {
  try {
    const asked: unknown = JSON.parse(body);
    return typeof asked === 'object' && asked !== null && 'model' in asked ? String(asked.model) : '';
  } catch {
    return '';
  }
}

function unknownModel(model: string, traits: ApiTraits): ApiAnswer {
  const message = `unknown provider for model ${model}`;
  const { asCode, status } = traits.unknownModel;
  if (!asCode) return failure(traits, status, message);
  const error = { message, type: 'invalid_request_error', code: 'model_not_found', param: 'model' };
  return failure(traits, status, JSON.stringify({ error }));
}

/** Nobody to choose: everybody cools down, which it says with a time, or not everybody does. */
function noneLeft(model: string, able: readonly Client[], traits: ApiTraits): ApiAnswer {
  const types = [...new Set(able.map(({ type }) => type))];
  if (traits.saysCooldown && able.every(({ state }) => state === 'cooling')) {
    const seconds = coolingMs / 1_000;
    const [provider] = types.length === 1 ? types : [];
    const via = provider === undefined ? '' : ` via provider ${provider}`;
    const error = {
      code: 'model_cooldown',
      message: `All credentials for model ${model} are cooling down${via}`,
      model,
      ...(provider !== undefined && { provider }),
      reset_seconds: seconds,
      reset_time: `${seconds / 60}m0s`,
    };
    return failure(
      traits,
      429,
      JSON.stringify({ error }),
      traits.retryAfter ? { 'retry-after': String(seconds) } : {},
    );
  }
  const hint = types.includes('claude')
    ? '; check Claude auth/key session and cooldown state via /v0/management/auth-files'
    : '';
  const detail = traits.noAuth.detailed ? ` (providers=${types.join(',')}, model=${model})${hint}` : '';
  return failure(traits, traits.noAuth.status, `auth_unavailable: no auth available${detail}`);
}

function spoken(model: string): unknown {
  const message = {
    role: 'assistant',
    content: `Hello from the pretend ${model}!\nIt has nothing more to say.`,
  };
  return {
    id: `chatcmpl-${randomUUID()}`,
    object: 'chat.completion',
    created: Math.floor(Date.now() / 1_000),
    model,
    choices: [{ index: 0, message, finish_reason: 'stop', native_finish_reason: 'end_turn' }],
    usage: { prompt_tokens: 14, completion_tokens: 12, total_tokens: 26 },
  };
}
