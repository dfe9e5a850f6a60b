import { setTimeout as after } from 'node:timers/promises';
import type { Program } from '../program';
import { answerHeader, askProvider, fieldOf, messageOf, textOf } from './ask-provider';
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
  const url = `${behaviour.providerUrl}/v1/oauth/token`;
  const answer = await askProvider(url, {
    headers: { [answerHeader]: behaviour.exchange },
    body: JSON.stringify({
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      client_id: clientId,
      code_verifier: authorization.verifier,
      state: stateInCode ?? callback.state,
    }),
  }).catch((error: unknown) => {
    throw new Error(`token exchange request failed: Post "${url}": ${messageOf(error)}`);
  });
  if (answer.status !== 200) {
    throw new Error(`token exchange failed with status ${answer.status}: ${answer.body}`);
  }
  return tokensOf(answer.body);
}

function tokensOf(body: string): Tokens {
  try {
    JSON.parse(body);
  } catch {
    throw new Error(
      `failed to parse token response: invalid character ${JSON.stringify(body[0] ?? '')} looking for beginning of value`,
    );
  }
  return {
    accessToken: textOf(body, 'access_token'),
    refreshToken: textOf(body, 'refresh_token'),
    expiresInSeconds: Number(fieldOf(body, 'expires_in') ?? 0),
    email: textOf(body, 'account', 'email_address'),
    accountUuid: textOf(body, 'account', 'uuid'),
    organizationUuid: textOf(body, 'organization', 'uuid'),
    organizationName: textOf(body, 'organization', 'name'),
  };
}
