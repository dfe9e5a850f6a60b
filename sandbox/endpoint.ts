import type { IncomingMessage } from 'node:http';
import type { DeviceCodes } from './device-codes';
import { bearerOf, codexTokens, googleTokens, json, redeemForm } from './form-tokens';
import { redeem, type Answer, type Grant } from './token-endpoint';

/** How long codes are good that it asks for; see `device.ts` of the stand-in. */
const secondsHeader = 'x-pretend-seconds';

/**
 * What the program asks of all providers, by the paths of the real ones; undefined where nothing is.
 *
 * @param email whether the tokens say whose they are.
 */
export function endpoint(
  { headers, method }: IncomingMessage,
  pathname: string,
  body: string,
  email: boolean,
  grants: Map<string, Grant>,
  devices: DeviceCodes,
): Answer | undefined {
  const seconds = Number(headers[secondsHeader] ?? 0) || undefined;
  switch (`${method ?? ''} ${pathname}`) {
    case 'POST /v1/oauth/token':
      return redeem(body, grants, { email });
    case 'POST /oauth/token':
      return redeemForm(body, grants, codexTokens, { email });
    case 'POST /token':
      return redeemForm(body, grants, googleTokens, { email });
    case 'GET /oauth2/v2/userinfo': {
      const who = bearerOf(headers.authorization);
      return who === undefined
        ? json(401, { error: 'invalid_token' })
        : json(200, who === '' ? {} : { email: who });
    }
    case 'POST /v1internal:loadCodeAssist':
      return bearerOf(headers.authorization) === undefined
        ? json(401, { error: 'invalid_token' })
        : json(200, { cloudaicompanionProject: 'pretend-project-123' });
    case 'POST /api/oauth/device_authorization':
    case 'POST /oauth2/device/code':
      return devices.begin(body, seconds, `http://${headers.host ?? ''}/device`);
    case 'POST /api/oauth/token':
      return devices.token(body, 200);
    case 'POST /oauth2/token':
      return devices.token(body, 400);
    case 'POST /api/accounts/deviceauth/usercode':
      return devices.beginCodex(body);
    case 'POST /api/accounts/deviceauth/token':
      return devices.tokenCodex(body, grants);
    default:
      return undefined;
  }
}
