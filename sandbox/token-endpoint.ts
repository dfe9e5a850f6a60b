import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { z } from 'zod';

/** What a person agreed to, waiting to be redeemed. */
export interface Grant {
  readonly email: string;
  readonly clientId: string;
  readonly redirectUri: string;
  /** Absent where the client has a secret instead of PKCE. */
  readonly challenge?: string;
  readonly state: string;
}

const redemption = z.object({
  grant_type: z.literal('authorization_code'),
  code: z.string(),
  redirect_uri: z.string(),
  client_id: z.string(),
  code_verifier: z.string(),
  state: z.string(),
});

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** What a guarded site answers to a client it takes for a machine. */
export const challengePage: Answer = {
  status: 403,
  contentType: 'text/html; charset=UTF-8',
  body:
    '<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>' +
    '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="robots" content="noindex,nofollow">' +
    '</head><body><noscript>Enable JavaScript and cookies to continue</noscript></body></html>',
};

/**
 * Redeems a code for tokens (RFC 6749 with PKCE, RFC 7636). A code counts once: presenting it ends it,
 * whether the rest of the request fits or not.
 */
export function redeem(
  body: string,
  grants: Map<string, Grant>,
  options: { readonly email: boolean },
): Answer {
  const request = redemption.safeParse(parse(body));
  if (!request.success) return refusal('invalid_request', 'the request is not complete');
  const { data } = request;
  const grant = grants.get(data.code);
  grants.delete(data.code);
  if (grant === undefined) return refusal('invalid_grant', 'unknown or used code');
  const challenge = createHash('sha256').update(data.code_verifier).digest('base64url');
  if (challenge !== grant.challenge) return refusal('invalid_grant', 'code_verifier does not match');
  if (data.redirect_uri !== grant.redirectUri) return refusal('invalid_grant', 'redirect_uri does not match');
  if (data.client_id !== grant.clientId) return refusal('invalid_client', 'client_id does not match');
  if (data.state !== grant.state) return refusal('invalid_grant', 'state does not match');
  const name = `${grant.email}'s Organization`;
  return json(200, {
    access_token: `sk-ant-oat01-${secret()}`,
    refresh_token: `sk-ant-ort01-${secret()}`,
    token_type: 'Bearer',
    expires_in: 28_800,
    organization: { uuid: randomUUID(), name },
    account: { uuid: randomUUID(), ...(options.email ? { email_address: grant.email } : {}) },
  });
}

function secret(): string {
  return randomBytes(48).toString('base64url');
}

function refusal(error: string, description: string): Answer {
  return json(400, { error, error_description: description });
}

function json(status: number, body: unknown): Answer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
