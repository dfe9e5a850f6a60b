import { UserError } from '../errors';
import { timeMs } from '../cliproxy/credentials';

export type Fields = Readonly<Record<string, unknown>>;

/** A credential as CLIProxyAPI keeps it in a file. It holds tokens: nothing of it is said or logged. */
export interface Credential {
  /** `type`, as CLIProxyAPI reads it: `claude`, `codex`, … */
  readonly provider: string;
  readonly fields: Fields;
  readonly email?: string;
  readonly expiresAtMs?: number;
  /** It can be refreshed, or need not be. */
  readonly refreshable: boolean;
  /** What stands for the account towards its provider; two files with the same one log each other out. */
  readonly grant: string;
}

/** Where the tokens lie, by what CLIProxyAPI calls the type; every release knows some of these. */
const shapes: Readonly<Record<string, (fields: Fields) => Tokens>> = {
  claude: tokensOf,
  codex: tokensOf,
  antigravity: tokensOf,
  kimi: tokensOf,
  xai: tokensOf,
  qwen: tokensOf,
  // A login by cookie has an API key alone.
  iflow: fields => ({ ...tokensOf(fields), key: textIn(fields, 'api_key') }),
  'gemini-cli': fields => tokensOf(fieldsOf(fields['token']) ?? {}),
  vertex: fields => ({ key: textIn(fieldsOf(fields['service_account']) ?? {}, 'private_key') }),
};

/** What is taken, in the words of the files. */
export const knownTypes: readonly string[] = Object.keys(shapes);

interface Tokens {
  readonly access?: string | undefined;
  readonly refresh?: string | undefined;
  /** Needs no refresh. */
  readonly key?: string | undefined;
}

/** Every name CLIProxyAPI takes for the time at which an access token ends. */
export const expiryKeys = ['expired', 'expire', 'expires_at', 'expiresAt', 'expiry', 'expires'] as const;
/** Go writes `expires_at` of a token as a number of seconds; a number this large counts milliseconds. */
const firstMs = 100_000_000_000;

/**
 * What a file holds whose fields these are.
 *
 * @throws UserError `import-unknown-shape`, `import-no-token`.
 */
export function credentialIn(fields: Fields): Credential {
  const type = textIn(fields, 'type')?.trim().toLowerCase() ?? '';
  const provider = type === 'gemini' ? 'gemini-cli' : type;
  const shape = Object.hasOwn(shapes, provider) ? shapes[provider] : undefined;
  if (shape === undefined) throw unknownShape();
  const { access, refresh, key } = shape(fields);
  const grant = refresh ?? key ?? access;
  if (grant === undefined) throw new UserError({ code: 'import-no-token' });
  const email = textIn(fields, 'email')?.trim();
  const expiresAtMs = expiryIn(fields) ?? expiryIn(fieldsOf(fields['token']) ?? {});
  return {
    provider,
    fields,
    refreshable: refresh !== undefined || key !== undefined,
    grant,
    ...(email !== undefined && { email }),
    ...(expiresAtMs !== undefined && { expiresAtMs }),
  };
}

/** The same, of a file that may hold anything; undefined where it is no credential. */
export function credentialAt(content: Buffer): Credential | undefined {
  try {
    return credentialIn(fieldsOf(JSON.parse(content.toString('utf8'))) ?? {});
  } catch {
    return undefined;
  }
}

export function unknownShape(): UserError {
  return new UserError({ code: 'import-unknown-shape', known: knownTypes });
}

export function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

/** A text that says something. */
export function textIn(fields: Fields, key: string): string | undefined {
  const value = Object.hasOwn(fields, key) ? fields[key] : undefined;
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

function tokensOf(fields: Fields): Tokens {
  return {
    access: textIn(fields, 'access_token') ?? textIn(fields, 'accessToken'),
    refresh: textIn(fields, 'refresh_token') ?? textIn(fields, 'refreshToken'),
  };
}

function expiryIn(fields: Fields): number | undefined {
  const said = expiryKeys.map(key => fields[key]).find(value => value !== undefined && value !== '');
  if (typeof said === 'string') return timeMs(said);
  if (typeof said !== 'number' || said <= 0) return undefined;
  return said < firstMs ? said * 1_000 : said;
}
