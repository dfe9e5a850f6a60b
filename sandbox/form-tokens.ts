import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Answer, Grant } from './token-endpoint';

const redemption = z.object({
  grant_type: z.literal('authorization_code'),
  code: z.string(),
  redirect_uri: z.string(),
  client_id: z.string(),
  code_verifier: z.string().optional(),
  client_secret: z.string().optional(),
});

/** Redeems a code that comes in a form, as OpenAI and Google want it. A code counts once. */
export function redeemForm(
  form: string,
  grants: Map<string, Grant>,
  tokensFor: (email: string | undefined) => object,
  options: { readonly email: boolean },
): Answer {
  const request = redemption.safeParse(Object.fromEntries(new URLSearchParams(form)));
  if (!request.success) return refusal('invalid_request', 'the request is not complete');
  const { code, code_verifier: verifier, ...data } = request.data;
  const grant = grants.get(code);
  grants.delete(code);
  if (grant === undefined) return refusal('invalid_grant', 'unknown or used code');
  const challenge = createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url');
  if (grant.challenge !== undefined && challenge !== grant.challenge) {
    return refusal('invalid_grant', 'code_verifier does not match');
  }
  // Without PKCE the client has to say a secret.
  if (grant.challenge === undefined && data.client_secret === undefined) {
    return refusal('invalid_client', 'client_secret is missing');
  }
  if (data.redirect_uri !== grant.redirectUri) return refusal('invalid_grant', 'redirect_uri does not match');
  if (data.client_id !== grant.clientId) return refusal('invalid_client', 'client_id does not match');
  return json(200, tokensFor(options.email ? grant.email : undefined));
}

export function codexTokens(email: string | undefined): object {
  return {
    access_token: jwt({ sub: randomUUID() }),
    refresh_token: `rt_${secret()}`,
    id_token: jwt({
      ...(email !== undefined && { email }),
      'https://api.openai.com/auth': { chatgpt_account_id: randomUUID(), chatgpt_plan_type: 'plus' },
    }),
    token_type: 'bearer',
    expires_in: 864_000,
  };
}

/** The person's name is asked for by the token itself. */
export function googleTokens(email: string | undefined): object {
  const about = Buffer.from(email ?? '').toString('base64url');
  return {
    access_token: `ya29.${about}.${secret()}`,
    refresh_token: `1//${secret()}`,
    scope: 'https://www.googleapis.com/auth/userinfo.email',
    token_type: 'Bearer',
    expires_in: 3_599,
  };
}

/** Whose token of Google's a request comes with. */
export function bearerOf(authorization: string | undefined): string | undefined {
  const [, about] = /^Bearer ya29\.([\w-]+)\./.exec(authorization ?? '') ?? [];
  return about === undefined ? undefined : Buffer.from(about, 'base64url').toString();
}

/** Kimi's and xAI's; the former says nothing of the person. */
export function deviceTokens(email: string): object {
  return {
    access_token: jwt({ sub: randomUUID() }),
    refresh_token: secret(),
    id_token: jwt({ email, sub: randomUUID() }),
    token_type: 'Bearer',
    scope: 'openid',
    expires_in: 3_600,
  };
}

export function json(status: number, body: object): Answer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}

function refusal(error: string, description: string): Answer {
  return json(400, { error, error_description: description });
}

function jwt(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}.${secret()}`;
}

export function secret(): string {
  return randomBytes(48).toString('base64url');
}
