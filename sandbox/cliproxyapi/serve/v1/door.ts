import type { IncomingMessage } from 'node:http';
import type { ApiAnswer } from './answers';
import { json } from './answers';

/** Lets whoever has one of the keys in, in any of the ways that clients send theirs; without keys everybody. */
export function refusedAtDoor(
  { headers }: Pick<IncomingMessage, 'headers'>,
  query: URLSearchParams,
  keys: readonly string[],
): ApiAnswer | undefined {
  if (keys.length === 0) return undefined;
  const { authorization = '' } = headers;
  const [, bearer = authorization] = /^bearer (.*)$/i.exec(authorization) ?? [];
  const shown = [
    bearer.trim(),
    headers['x-goog-api-key'],
    headers['x-api-key'],
    query.get('key'),
    query.get('auth_token'),
  ].filter(key => key !== undefined && key !== null && key !== '');
  if (shown.length === 0) return json(401, { error: 'Missing API key' });
  return shown.some(key => keys.includes(String(key))) ? undefined : json(401, { error: 'Invalid API key' });
}
