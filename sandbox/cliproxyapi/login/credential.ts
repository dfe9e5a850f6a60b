import { randomBytes } from 'node:crypto';
import { rfc3339 } from '../clock';
import type { ConfiguredProgram } from '../program';
import type { Traits } from '../version';
import type { Tokens } from './exchange';
import { saveFile, type Fields } from './save';

/** Saves a Claude credential and returns the path as the program says it. Throws with the program's words. */
export function saveCredential(program: ConfiguredProgram, tokens: Tokens): string {
  const { traits } = program;
  const fields = fresh(traits, tokens, new Date());
  return saveFile(program, `claude-${tokens.email}.json`, fields, traits.modernLogin);
}

function fresh(traits: Traits, tokens: Tokens, now: Date): Fields {
  return {
    id_token: '',
    access_token: tokens.accessToken,
    refresh_token: tokens.refreshToken,
    last_refresh: rfc3339(now),
    email: tokens.email,
    type: 'claude',
    expired: rfc3339(new Date(now.getTime() + tokens.expiresInSeconds * 1000)),
    ...(traits.credential === 'plain' ? {} : { disabled: false }),
    ...(traits.credential === 'with-identity'
      ? {
          account_uuid: tokens.accountUuid,
          organization_uuid: tokens.organizationUuid,
          organization_name: tokens.organizationName,
          claude_device_ids: [randomBytes(32).toString('hex')],
        }
      : {}),
  };
}
