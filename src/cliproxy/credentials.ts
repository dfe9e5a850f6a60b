import { posix } from 'node:path';
import { z } from 'zod';
import type { ContainerFile } from '../server/server';
import { jsonIn } from './json';

/** Larger files are no credentials. */
export const maxCredentialBytes = 64 * 1024;

/** What a credential file says of its account. Tokens are not taken over. */
export interface AccountFile {
  /** Its name in the auth directory. */
  readonly file: string;
  /** CLIProxyAPI takes it for a credential: JSON with a `type`. */
  readonly readable: boolean;
  readonly provider?: string;
  readonly email?: string;
  readonly disabled: boolean;
  readonly expiresAtMs?: number;
  readonly lastRefreshAtMs?: number;
  /** By the server's clock, to the second. */
  readonly modifiedAtMs: number;
  /** It holds a refresh token. */
  readonly refreshable: boolean;
}

const text = z.string().min(1).optional().catch(undefined);
/** A secret that is only there or not. */
const present = z.preprocess(value => typeof value === 'string' && value !== '', z.boolean());
const credential = z.object({
  type: text,
  email: text,
  disabled: z.boolean().optional().catch(undefined),
  last_refresh: text,
  expired: text,
  expire: text,
  expires_at: text,
  expiresAt: text,
  expiry: text,
  expires: text,
  refresh_token: present,
  refreshToken: present,
});

/** What CLIProxyAPI counts as "auth files": every `.json` below the auth directory. */
export function credentialFiles(files: readonly ContainerFile[]): readonly ContainerFile[] {
  return files.filter(file => file.path.endsWith('.json'));
}

/** The accounts of an auth directory, by file name. */
export function accountsIn(files: readonly ContainerFile[]): readonly AccountFile[] {
  return credentialFiles(files)
    .map(accountIn)
    .sort((a, b) => a.file.localeCompare(b.file));
}

/** What one credential file says. The keys for the expiry are all those that CLIProxyAPI accepts. */
export function accountIn(file: ContainerFile): AccountFile {
  const known = { file: posix.basename(file.path), modifiedAtMs: file.modifiedAtMs };
  const fields = credential.safeParse(jsonIn(file.content.toString('utf8')));
  if (!fields.success) return { ...known, readable: false, disabled: false, refreshable: false };
  const data = fields.data;
  const expiresAtMs = timeMs(
    data.expired ?? data.expire ?? data.expires_at ?? data.expiresAt ?? data.expiry ?? data.expires,
  );
  const lastRefreshAtMs = timeMs(data.last_refresh);
  return {
    ...known,
    readable: data.type !== undefined,
    disabled: data.disabled ?? false,
    refreshable: data.refresh_token || data.refreshToken,
    ...(data.type !== undefined && { provider: data.type }),
    ...(data.email !== undefined && { email: data.email }),
    ...(expiresAtMs !== undefined && { expiresAtMs }),
    ...(lastRefreshAtMs !== undefined && { lastRefreshAtMs }),
  };
}

/** A time of RFC 3339; undefined for what is none, and for Go's zero time. */
export function timeMs(value: string | undefined): number | undefined {
  const ms = value === undefined ? NaN : Date.parse(value);
  return Number.isNaN(ms) || ms <= 0 ? undefined : ms;
}
