import { STATUS_CODES } from 'node:http';
import type { ApiTraits } from './api-traits';

/** What a route of `/v1` answers with. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): ApiAnswer {
  const type = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers: { ...type, ...headers }, body: JSON.stringify(body) };
}

const kinds: Readonly<Record<number, readonly [type: string, code: string]>> = {
  401: ['authentication_error', 'invalid_api_key'],
  403: ['permission_error', 'insufficient_quota'],
  404: ['invalid_request_error', 'model_not_found'],
  429: ['rate_limit_error', 'rate_limit_exceeded'],
};

/** An error as a release writes it: what is JSON already stays so (`BuildErrorResponseBody`). */
export function failure(
  { jsonErrors }: ApiTraits,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): ApiAnswer {
  if (!jsonErrors) return { status, headers, body: text };
  if (text.startsWith('{')) {
    return { status, headers: { 'content-type': 'application/json', ...headers }, body: text };
  }
  const [type, code] =
    kinds[status] ??
    (status >= 500 ? ['server_error', 'internal_server_error'] : ['invalid_request_error', undefined]);
  return json(status, { error: { message: text || STATUS_CODES[status], type, code } }, headers);
}
