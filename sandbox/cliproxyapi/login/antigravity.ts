import { randomBytes } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { rfc3339 } from '../clock';
import type { ConfiguredProgram, Program } from '../program';
import { answerHeader, askProvider, fieldOf, messageOf, textOf } from './ask-provider';
import { saveFile } from './save';

const clientId = '1071006060591-pretend.apps.googleusercontent.com';
const scopes = [
  'https://www.googleapis.com/auth/cloud-platform',
  'https://www.googleapis.com/auth/userinfo.email',
  'https://www.googleapis.com/auth/userinfo.profile',
  'https://www.googleapis.com/auth/cclog',
  'https://www.googleapis.com/auth/experimentsandconfigs',
];

export interface AntigravityTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
  readonly email: string;
  readonly project: string;
}

export interface AntigravityAuthorization {
  readonly url: string;
  readonly state: string;
  readonly redirectUri: string;
}

/** A new link to Google (`BuildAuthURL`), without PKCE. */
export function authorizeAntigravity({ behaviour }: Program, port: number): AntigravityAuthorization {
  const state = randomBytes(16).toString('hex');
  const redirectUri = `http://localhost:${port}/oauth-callback`;
  const query = new URLSearchParams([
    ['access_type', 'offline'],
    ['client_id', clientId],
    ['prompt', 'consent'],
    ['redirect_uri', redirectUri],
    ['response_type', 'code'],
    ['scope', scopes.join(' ')],
    ['state', state],
  ]);
  const page = `${behaviour.providerUrl || 'https://accounts.google.com'}/o/oauth2/v2/auth`;
  return { url: `${page}?${query.toString()}`, state, redirectUri };
}

/** Exchanges the code and asks whose account it is. Throws with the program's words. */
export async function exchangeAntigravity(
  { behaviour }: Program,
  { redirectUri }: AntigravityAuthorization,
  { code }: { readonly code: string },
): Promise<AntigravityTokens> {
  await after(behaviour.exchangeMs);
  const failed = 'token exchange failed: antigravity token exchange:';
  const tokens = await askProvider(`${behaviour.providerUrl || 'https://oauth2.googleapis.com'}/token`, {
    headers: { [answerHeader]: behaviour.exchange },
    body: {
      client_id: clientId,
      client_secret: 'pretend',
      code,
      grant_type: 'authorization_code',
      redirect_uri: redirectUri,
    },
  }).catch((error: unknown) => {
    throw new Error(`${failed} execute request: ${messageOf(error)}`);
  });
  if (tokens.status !== 200) {
    throw new Error(`${failed} request failed: status ${tokens.status}: ${tokens.body.trim()}`);
  }
  const accessToken = textOf(tokens.body, 'access_token');
  const headers = { authorization: `Bearer ${accessToken}` };
  const who = await askProvider(`${behaviour.providerUrl}/oauth2/v2/userinfo?alt=json`, {
    method: 'GET',
    headers,
  });
  const email = textOf(who.body, 'email');
  if (email === '') throw new Error('fetch user info failed: antigravity userinfo: response missing email');
  const assist = await askProvider(`${behaviour.providerUrl}/v1internal:loadCodeAssist`, { headers });
  return {
    accessToken,
    refreshToken: textOf(tokens.body, 'refresh_token'),
    expiresInSeconds: Number(fieldOf(tokens.body, 'expires_in') ?? 0),
    email,
    project: textOf(assist.body, 'cloudaicompanionProject'),
  };
}

/** Saves an Antigravity credential, without a word before it. Throws with the program's words. */
export function saveAntigravity(program: ConfiguredProgram, tokens: AntigravityTokens): string {
  const now = new Date();
  const fields = {
    access_token: tokens.accessToken,
    ...(program.traits.credential === 'plain' ? {} : { disabled: false }),
    email: tokens.email,
    expired: rfc3339(new Date(now.getTime() + tokens.expiresInSeconds * 1_000)),
    expires_in: tokens.expiresInSeconds,
    project_id: tokens.project,
    refresh_token: tokens.refreshToken,
    timestamp: now.getTime(),
    type: 'antigravity',
  };
  return saveFile(program, `antigravity-${tokens.email}.json`, fields, false);
}

/** `exam...-123`, as the program hides it. */
export function hidden(key: string): string {
  return key.length > 8 ? `${key.slice(0, 4)}...${key.slice(-4)}` : key;
}
