import { posix } from 'node:path';
import { z } from 'zod';
import type { Account } from '../jobs/contracts';
import type { ContainerFile } from '../server/server';

/** Larger files are no credentials. */
export const maxCredentialBytes = 64 * 1024;

const text = z.string().min(1).optional().catch(undefined);
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
});

/** What CLIProxyAPI counts as "auth files": every `.json` below the auth directory. */
export function credentialFiles(files: readonly ContainerFile[]): readonly ContainerFile[] {
  return files.filter(file => file.path.endsWith('.json'));
}

/** The accounts of an auth directory. Tokens are not taken over; what cannot be read is said to be so. */
export function accountsIn(files: readonly ContainerFile[]): readonly Account[] {
  return credentialFiles(files)
    .map(accountIn)
    .sort((a, b) => a.file.localeCompare(b.file));
}

/** One credential file as an account. The keys for the expiry are all those that CLIProxyAPI accepts. */
export function accountIn(file: ContainerFile): Account {
  const name = posix.basename(file.path);
  const fields = credential.safeParse(parseJson(file.content));
  if (!fields.success) return { file: name, disabled: false, unreadable: true };
  const data = fields.data;
  const expiresAtMs = timeMs(
    data.expired ?? data.expire ?? data.expires_at ?? data.expiresAt ?? data.expiry ?? data.expires,
  );
  const lastRefreshAtMs = timeMs(data.last_refresh);
  return {
    file: name,
    disabled: data.disabled ?? false,
    ...(data.type !== undefined && { provider: data.type }),
    ...(data.email !== undefined && { email: data.email }),
    ...(expiresAtMs !== undefined && { expiresAtMs }),
    ...(lastRefreshAtMs !== undefined && { lastRefreshAtMs }),
  };
}

function parseJson(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString('utf8'));
  } catch {
    return undefined;
  }
}

function timeMs(value: string | undefined): number | undefined {
  const ms = value === undefined ? NaN : Date.parse(value);
  return Number.isNaN(ms) ? undefined : ms;
}
