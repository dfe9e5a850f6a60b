import { UserError } from '../errors';
import { fieldsOf, textIn, type Fields } from './credential';

/** What the Claude CLI keeps in `~/.claude/.credentials.json`; CLIProxyAPI does not read it, nor does it say whose it is. */
export interface ClaudeCliLogin {
  readonly accessToken: string;
  /** Absent in what `claude setup-token` gives, which is good for a year. */
  readonly refreshToken?: string;
  readonly expiresAtMs?: number;
}

/** The login of a file of the Claude CLI; undefined for any other file. Throws UserError `import-no-token`. */
export function claudeCliLoginIn(fields: Fields): ClaudeCliLogin | undefined {
  const login = Object.hasOwn(fields, 'claudeAiOauth') ? fieldsOf(fields['claudeAiOauth']) : undefined;
  if (login === undefined) return undefined;
  const accessToken = textIn(login, 'accessToken');
  const refreshToken = textIn(login, 'refreshToken');
  if (accessToken === undefined) throw new UserError({ code: 'import-no-token' });
  const expiresAtMs = login['expiresAt'];
  return {
    accessToken,
    ...(refreshToken !== undefined && { refreshToken }),
    ...(isTime(expiresAtMs) && { expiresAtMs }),
  };
}

/** The same login as CLIProxyAPI has it. */
export function asCredential(
  { accessToken, expiresAtMs, refreshToken = '' }: ClaudeCliLogin,
  email: string,
  nowMs: number,
): Fields {
  return {
    type: 'claude',
    email,
    id_token: '',
    access_token: accessToken,
    refresh_token: refreshToken,
    last_refresh: new Date(nowMs).toISOString(),
    ...(expiresAtMs !== undefined && { expired: new Date(expiresAtMs).toISOString() }),
  };
}

/** What a Date can hold. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value <= 8_640_000_000_000_000;
}
