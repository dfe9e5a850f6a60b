import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { rfc3339 } from '../clock';
import type { ConfiguredProgram, Program } from '../program';
import { since } from '../version';
import { answerHeader, askProvider, claimsOf, fieldOf, messageOf, textOf } from './ask-provider';
import type { Authorization } from './authorize';
import { saveFile } from './save';

export const codexClientId = 'app_EMoamEEZ73f0CkXaXp7hrann';
const redirectUri = 'http://localhost:1455/auth/callback';
const claim = 'https://api.openai.com/auth';

export interface CodexTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly idToken: string;
  readonly expiresInSeconds: number;
  readonly email: string;
  readonly accountId: string;
  readonly plan: string;
}

/** A new link to OpenAI (`GenerateAuthURL`). */
export function authorizeCodex({ behaviour }: Program): Authorization {
  const verifier = randomBytes(96).toString('base64url');
  const state = randomBytes(16).toString('hex');
  const query = new URLSearchParams([
    ['client_id', codexClientId],
    ['code_challenge', createHash('sha256').update(verifier).digest('base64url')],
    ['code_challenge_method', 'S256'],
    ['codex_cli_simplified_flow', 'true'],
    ['id_token_add_organizations', 'true'],
    ['prompt', 'login'],
    ['redirect_uri', redirectUri],
    ['response_type', 'code'],
    ['scope', 'openid email profile offline_access'],
    ['state', state],
  ]);
  const page = `${behaviour.providerUrl || 'https://auth.openai.com'}/oauth/authorize`;
  return { url: `${page}?${query.toString()}`, state, verifier };
}

/** Exchanges a code, of the browser or of a device, for tokens. Throws with the program's words. */
export async function exchangeCodex(
  { behaviour }: Program,
  { verifier }: Pick<Authorization, 'verifier'>,
  { code }: { readonly code: string },
  redirect: string = redirectUri,
): Promise<CodexTokens> {
  await after(behaviour.exchangeMs);
  const url = `${behaviour.providerUrl || 'https://auth.openai.com'}/oauth/token`;
  const { status, body } = await askProvider(url, {
    headers: { [answerHeader]: behaviour.exchange },
    body: {
      client_id: codexClientId,
      code,
      code_verifier: verifier,
      grant_type: 'authorization_code',
      redirect_uri: redirect,
    },
  }).catch((error: unknown) => {
    throw new Error(`token exchange request failed: Post "${url}": ${messageOf(error)}`);
  });
  if (status !== 200) throw new Error(`token exchange failed with status ${status}: ${body}`);
  const idToken = textOf(body, 'id_token');
  const claims = claimsOf(idToken);
  return {
    accessToken: textOf(body, 'access_token'),
    refreshToken: textOf(body, 'refresh_token'),
    idToken,
    expiresInSeconds: Number(fieldOf(body, 'expires_in') ?? 0),
    email: textOf(claims, 'email'),
    accountId: textOf(claims, claim, 'chatgpt_account_id'),
    plan: textOf(claims, claim, 'chatgpt_plan_type'),
  };
}

/** Saves a Codex credential and returns the path as the program says it. Throws with the program's words. */
export function saveCodex(program: ConfiguredProgram, tokens: CodexTokens): string {
  if (tokens.email === '') throw new Error('codex token storage missing account information');
  const now = new Date();
  const hash = createHash('sha256').update(tokens.accountId).digest('hex').slice(0, 8);
  // Since when the account and the plan are in the name is not known to the release.
  const name = since(program.behaviour.version, '6.8.27')
    ? ['codex', hash, tokens.email, tokens.plan].join('-')
    : `codex-${tokens.email}`;
  const fields = {
    id_token: tokens.idToken,
    access_token: tokens.accessToken,
    refresh_token: tokens.refreshToken,
    account_id: tokens.accountId,
    last_refresh: rfc3339(now),
    email: tokens.email,
    type: 'codex',
    expired: rfc3339(new Date(now.getTime() + tokens.expiresInSeconds * 1_000)),
    ...(program.traits.credential === 'plain' ? {} : { disabled: false }),
  };
  return saveFile(program, `${name}.json`, fields, true);
}
