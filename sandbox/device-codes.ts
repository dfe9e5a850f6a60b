import { createHash, randomBytes, randomInt } from 'node:crypto';
import { deviceTokens, json, secret } from './form-tokens';
import type { Answer, Grant } from './token-endpoint';

/** How long a code is good where nobody asks for another time, and the pause between two questions. */
const usualSeconds = 900;
const intervalSeconds = 1;
const letters = 'BCDFGHJKLMNPQRSTVWXZ';

interface Handed {
  readonly userCode: string;
  readonly clientId: string;
  readonly untilMs: number;
  askedAtMs: number;
  /** What the person said. */
  decision?: { readonly email: string } | 'denied';
}

/** Codes that people confirm (RFC 8628), in the manner of Kimi and xAI, and in that of OpenAI. */
export interface DeviceCodes {
  /** `POST …/device_authorization` */
  readonly begin: (form: string, seconds: number | undefined, page: string) => Answer;
  /** `POST …/token`; Kimi says also with 200 what is not so far yet. */
  readonly token: (form: string, pendingStatus: 200 | 400) => Answer;
  readonly beginCodex: (body: string) => Answer;
  /** Leads to a code for the usual exchange. */
  readonly tokenCodex: (body: string, grants: Map<string, Grant>) => Answer;
  /** What a person decides on the page; false for a code that there is not, or not any more. */
  readonly decide: (userCode: string, decision: NonNullable<Handed['decision']>) => boolean;
}

export function createDeviceCodes(now: () => number = Date.now): DeviceCodes {
  const handed = new Map<string, Handed>();

  const hand = (
    clientId: string,
    seconds: number,
  ): { readonly deviceCode: string; readonly userCode: string } => {
    const deviceCode = secret();
    const userCode = `${word()}-${word()}`;
    handed.set(deviceCode, { userCode, clientId, untilMs: now() + seconds * 1_000, askedAtMs: 0 });
    return { deviceCode, userCode };
  };

  return {
    begin: (form, seconds = usualSeconds, page) => {
      const clientId = new URLSearchParams(form).get('client_id') ?? '';
      if (clientId === '') return refusal(400, 'invalid_request');
      const { deviceCode, userCode } = hand(clientId, seconds);
      return json(200, {
        device_code: deviceCode,
        user_code: userCode,
        verification_uri: page,
        verification_uri_complete: `${page}?user_code=${userCode}`,
        expires_in: seconds,
        interval: intervalSeconds,
      });
    },
    token: (form, pendingStatus) => {
      const asked = new URLSearchParams(form);
      if (asked.get('grant_type') !== 'urn:ietf:params:oauth:grant-type:device_code') {
        return refusal(400, 'unsupported_grant_type');
      }
      const code = asked.get('device_code') ?? '';
      const found = handed.get(code);
      if (found === undefined || found.clientId !== asked.get('client_id'))
        return refusal(400, 'invalid_grant');
      if (now() > found.untilMs) return refusal(pendingStatus, 'expired_token');
      const isHasty = now() - found.askedAtMs < intervalSeconds * 900;
      found.askedAtMs = now();
      if (isHasty) return refusal(pendingStatus, 'slow_down');
      if (found.decision === undefined) return refusal(pendingStatus, 'authorization_pending');
      handed.delete(code);
      if (found.decision === 'denied') return refusal(pendingStatus, 'access_denied');
      return json(200, deviceTokens(found.decision.email));
    },
    beginCodex: body => {
      const clientId = textIn(body, 'client_id');
      if (clientId === undefined) return refusal(400, 'invalid_request');
      const { deviceCode, userCode } = hand(clientId, usualSeconds);
      return json(200, {
        device_auth_id: deviceCode,
        user_code: userCode,
        interval: String(intervalSeconds),
      });
    },
    tokenCodex: (body, grants) => {
      const code = textIn(body, 'device_auth_id') ?? '';
      const found = handed.get(code);
      // What is denied stays pending: OpenAI has no other word for it.
      if (found?.userCode !== textIn(body, 'user_code') || typeof found?.decision !== 'object') {
        return refusal(403, 'authorization_pending');
      }
      handed.delete(code);
      const verifier = randomBytes(64).toString('base64url');
      const challenge = createHash('sha256').update(verifier).digest('base64url');
      const authorizationCode = secret();
      grants.set(authorizationCode, {
        email: found.decision.email,
        clientId: found.clientId,
        redirectUri: 'https://auth.openai.com/deviceauth/callback',
        challenge,
        state: '',
      });
      return json(200, {
        authorization_code: authorizationCode,
        code_verifier: verifier,
        code_challenge: challenge,
      });
    },
    decide: (userCode, decision) => {
      const wanted = userCode.trim().toUpperCase();
      const found = [...handed.values()].find(
        each => each.userCode === wanted && each.decision === undefined && now() <= each.untilMs,
      );
      if (found !== undefined) found.decision = decision;
      return found !== undefined;
    },
  };
}

function word(): string {
  return Array.from({ length: 4 }, () => letters.charAt(randomInt(letters.length))).join('');
}

function refusal(status: number, error: string): Answer {
  return json(status, { error });
}

function textIn(body: string, name: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    const fields = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : [];
    const value: unknown = fields.find(([key]) => key === name)?.[1];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
