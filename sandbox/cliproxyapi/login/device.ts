import { setTimeout as after } from 'node:timers/promises';
import type { Program } from '../program';
import { answerHeader, askProvider, fieldOf, messageOf, textOf } from './ask-provider';

/** Asks a pretend provider for codes that are good for as many seconds. */
export const secondsHeader = 'x-pretend-seconds';

/** Where a provider hands codes out and trades them (RFC 8628), and what the program says of it. */
export interface DeviceProvider {
  readonly host: string;
  readonly codePath: string;
  readonly tokenPath: string;
  readonly clientId: string;
  readonly maxWaitMs: number;
  /** xAI asks at once, Kimi after the first pause. */
  readonly asksAtOnce: boolean;
  readonly words: {
    readonly expired: string;
    readonly denied: string;
    /** Before `failed with status 500: …`. */
    readonly codeRequest: string;
    readonly tokenRequest: string;
  };
}

export interface DeviceCode {
  readonly deviceCode: string;
  readonly userCode: string;
  /** With the code in it, where the provider gives such a link. */
  readonly link: string;
  readonly expiresInSeconds: number;
  readonly intervalMs: number;
}

/** Throws with the program's words. */
export async function requestCode({ behaviour }: Program, provider: DeviceProvider): Promise<DeviceCode> {
  const { words } = provider;
  const { status, body } = await askProvider(
    `${behaviour.providerUrl || provider.host}${provider.codePath}`,
    {
      headers: { [secondsHeader]: String(Math.ceil(behaviour.waitMs / 1_000)) },
      body: { client_id: provider.clientId },
    },
  ).catch((error: unknown) => {
    throw new Error(`${words.codeRequest} failed: ${messageOf(error)}`);
  });
  if (status !== 200) throw new Error(`${words.codeRequest} failed with status ${status}: ${body}`);
  return {
    deviceCode: textOf(body, 'device_code'),
    userCode: textOf(body, 'user_code'),
    link: textOf(body, 'verification_uri_complete') || textOf(body, 'verification_uri'),
    expiresInSeconds: Number(fieldOf(body, 'expires_in') ?? 0),
    intervalMs: Number(fieldOf(body, 'interval') ?? 5) * 1_000,
  };
}

/** The answer with the tokens, once the person has confirmed. Throws with the program's words. */
export async function waitForTokens(
  { behaviour }: Program,
  provider: DeviceProvider,
  code: DeviceCode,
): Promise<string> {
  const { words } = provider;
  const untilMs = Date.now() + Math.min(provider.maxWaitMs, code.expiresInSeconds * 1_000);
  let pauseMs = Math.max(code.intervalMs, behaviour.pollMs);
  for (let isFirst = true; Date.now() <= untilMs; isFirst = false) {
    if (!isFirst || !provider.asksAtOnce) await after(pauseMs);
    const { status, body } = await askProvider(
      `${behaviour.providerUrl || provider.host}${provider.tokenPath}`,
      {
        headers: { [answerHeader]: behaviour.exchange },
        body: {
          client_id: provider.clientId,
          device_code: code.deviceCode,
          grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        },
      },
    ).catch((error: unknown) => {
      throw new Error(`${words.tokenRequest} failed: ${messageOf(error)}`);
    });
    switch (textOf(body, 'error')) {
      case 'authorization_pending':
        continue;
      case 'slow_down':
        pauseMs += behaviour.pollMs;
        continue;
      case 'expired_token':
        throw new Error(words.expired);
      case 'access_denied':
        throw new Error(words.denied);
      case '':
        break;
      default:
        throw new Error(`OAuth error: ${textOf(body, 'error')} - ${textOf(body, 'error_description')}`);
    }
    if (status !== 200) throw new Error(`${words.tokenRequest} failed with status ${status}: ${body}`);
    return body;
  }
  throw new Error(words.expired);
}
