import { request } from 'node:http';
import { setTimeout as after } from 'node:timers/promises';
import type { Program } from '../program';
import type { Authorization } from './authorize';
import { clientId, redirectUri } from './authorize';

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
  readonly email: string;
  readonly accountUuid: string;
  readonly organizationUuid: string;
  readonly organizationName: string;
}

/** Tells a pretend provider how to answer this one exchange. */
export const answerHeader = 'x-pretend-answer';

/** Exchanges the code at the provider, with no time limit of its own. Throws with the program's words. */
export async function exchange(
  program: Program,
  authorization: Authorization,
  callback: { readonly code: string; readonly state: string },
): Promise<Tokens> {
  const { behaviour } = program;
  if (behaviour.providerUrl === '') {
    const address = 'https://platform.claude.com/v1/oauth/token';
    throw new Error(
      `token exchange request failed: Post "${address}": dial tcp: lookup platform.claude.com: no such host`,
    );
  }
  await after(behaviour.exchangeMs);
  const [code, stateInCode] = callback.code.split('#');
  const answer = await post(`${behaviour.providerUrl}/v1/oauth/token`, behaviour.exchange, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    client_id: clientId,
    code_verifier: authorization.verifier,
    state: stateInCode ?? callback.state,
  });
  if (answer.status !== 200) {
    throw new Error(`token exchange failed with status ${answer.status}: ${answer.body}`);
  }
  return tokensOf(answer.body);
}

function post(
  url: string,
  wanted: string,
  body: unknown,
): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', [answerHeader]: wanted, connection: 'close' };
    const sent = request(url, { method: 'POST', headers }, response => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
      response.on('error', reject);
    });
    sent.on('error', error => {
      reject(new Error(`token exchange request failed: Post "${url}": ${error.message}`));
    });
    sent.end(JSON.stringify(body));
  });
}

function tokensOf(body: string): Tokens {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    throw new Error(
      `failed to parse token response: invalid character ${JSON.stringify(body[0] ?? '')} looking for beginning of value`,
    );
  }
  const text = (...path: readonly string[]): string => {
    const value = field(answer, path);
    return typeof value === 'string' ? value : '';
  };
  return {
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    expiresInSeconds: Number(field(answer, ['expires_in']) ?? 0),
    email: text('account', 'email_address'),
    accountUuid: text('account', 'uuid'),
    organizationUuid: text('organization', 'uuid'),
    organizationName: text('organization', 'name'),
  };
}

function field(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? Object.entries(inner).find(([name]) => name === key)?.[1]
        : undefined,
    value,
  );
}
