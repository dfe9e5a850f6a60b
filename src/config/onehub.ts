import { z } from 'zod';

import type { OneHubSettings } from '../onehub/settings';
import { webAddress } from './addresses';
import { headerText } from './header-text';
import type { Role } from './queue';
import type { Reader } from './reader';

/** Requests are made by adding paths to it; one with a password in it could not be asked at all. */
const hubAddress = z
  .string()
  .regex(/^[^@?#]*$/)
  .pipe(webAddress);

/**
 * Where One-Hub is, if it is to be used. `servers` are the names that may stand in `ONEHUB_VIA`. The bot role never
 * asks it and needs no token.
 */
export function readOneHub(
  reader: Reader,
  servers: readonly string[],
  role: Role,
): OneHubSettings | undefined {
  if (role === 'bot') return undefined;
  const url = reader.value('ONEHUB_URL', hubAddress, {
    code: 'not-a-url',
    variable: 'ONEHUB_URL',
    example: 'http://127.0.0.1:3000',
  });
  const token = reader.secret('ONEHUB_TOKEN', {
    schema: headerText,
    otherwise: variable => ({ code: 'not-an-access-token', variable }),
  });
  const via = readVia(reader, servers, url);

  const isSet = (name: string): boolean => reader.text(name) !== undefined;
  const hasToken = isSet('ONEHUB_TOKEN') || isSet('ONEHUB_TOKEN_FILE');
  if (isSet('ONEHUB_URL') && !hasToken) {
    reader.report({ code: 'half-set', variable: 'ONEHUB_URL', missing: 'ONEHUB_TOKEN' });
  }
  if (!isSet('ONEHUB_URL') && (hasToken || via !== undefined)) {
    const variable = hasToken ? 'ONEHUB_TOKEN' : 'ONEHUB_VIA';
    reader.report({ code: 'half-set', variable, missing: 'ONEHUB_URL' });
  }
  return url === undefined || token === undefined ? undefined : { url, token, ...(via && { via }) };
}

/** Through SSH a request is made in plain HTTP: what is encrypted there is the connection to the server. */
function readVia(reader: Reader, servers: readonly string[], url: string | undefined): string | undefined {
  const variable = 'ONEHUB_VIA';
  const via = reader.text(variable);
  if (via === undefined) return undefined;
  // Where no name of a server would do, that is told already.
  if (servers.length > 0 && !servers.includes(via)) {
    reader.report({ code: 'not-one-of', variable, allowed: servers });
  }
  if (url?.startsWith('https:') === true) {
    reader.report({ code: 'via-needs-http', variable: 'ONEHUB_URL', via: variable });
  }
  return via;
}
