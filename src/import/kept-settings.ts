import { credentialIn, expiryKeys, fieldsOf, type Credential, type Fields } from './credential';

/** What belongs to the tokens and not to the account, as CLIProxyAPI's `IsAuthTokenPayloadKey` has it, and all expiries. */
const ofTokens: ReadonlySet<string> = new Set([
  'access_token',
  'accessToken',
  'refresh_token',
  'refreshToken',
  'id_token',
  'session_id',
  'last_refresh',
  'expires_in',
  'timestamp',
  'token',
  'token_type',
  'api_key',
  'cookie',
  'user_code',
  'verification_uri',
  'verification_uri_complete',
  ...expiryKeys,
]);

/**
 * A credential with what people had set for the account in the file that it replaces (`note`, `priority`,
 * `proxy_url`, …), as CLIProxyAPI keeps it when somebody logs in again. It is enabled, whatever either file says.
 */
export function withKeptSettings({ fields, ...credential }: Credential, old: Buffer | undefined): Fields {
  const before = old && sameAccount({ fields, ...credential }, old);
  const kept = Object.entries(before ?? {}).filter(
    ([key]) => !ofTokens.has(key) && !Object.hasOwn(fields, key),
  );
  const all: Fields = { ...Object.fromEntries(kept), ...fields };
  return 'disabled' in all ? { ...all, disabled: false } : all;
}

/** The fields of a file, if it is of the same account. */
function sameAccount({ email, provider }: Credential, content: Buffer): Fields | undefined {
  try {
    const fields = fieldsOf(JSON.parse(content.toString('utf8'))) ?? {};
    const before = credentialIn(fields);
    const isSame = before.provider === provider && (before.email ?? email) === (email ?? before.email);
    return isSame ? fields : undefined;
  } catch {
    return undefined;
  }
}
