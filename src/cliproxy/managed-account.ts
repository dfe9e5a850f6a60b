import { z } from 'zod';
import { timeMs } from './credentials';
import type { ManagedAccount } from './management';
import { oneLine } from './one-line';
import { jsonIn } from './json';

const text = z.string().min(1).optional().catch(undefined);
const flag = z.boolean().catch(false);
const count = z.number().int().nonnegative().optional().catch(undefined);

/**
 * An entry of `GET /auth-files`; up to v6.3.13 it had nothing but name, size, time, type and e-mail. `account` is not
 * read: of an API key it is the key itself.
 */
const entry = z.object({
  name: z.string().regex(/\.json$/i),
  source: text,
  runtime_only: flag,
  type: text,
  provider: text,
  email: text,
  status: text,
  status_message: text,
  disabled: flag,
  unavailable: flag,
  last_refresh: text,
  next_retry_after: text,
  success: count,
  failed: count,
});
const list = z.object({ files: z.array(z.unknown()) });

/**
 * The accounts of an answer to `GET /auth-files`, without those that are no files; undefined for what is no such
 * answer.
 */
export function managedAccountsIn(body: string): readonly ManagedAccount[] | undefined {
  const parsed = list.safeParse(jsonIn(body));
  if (!parsed.success) return undefined;
  return parsed.data.files.flatMap(one => {
    const { data } = entry.safeParse(one);
    return data === undefined || data.runtime_only || data.source === 'memory' ? [] : [accountOf(data)];
  });
}

function accountOf(data: z.infer<typeof entry>): ManagedAccount {
  const provider = data.provider ?? data.type;
  const email = data.email?.includes('@') === true ? data.email : undefined;
  const lastRefreshAtMs = timeMs(data.last_refresh);
  const nextRetryAtMs = timeMs(data.next_retry_after);
  const { success, failed } = data;
  const counted = success !== undefined || failed !== undefined;
  return {
    // Below the auth directory it may lie in a directory of its own.
    file: data.name.slice(data.name.lastIndexOf('/') + 1),
    disabled: data.disabled || data.status === 'disabled',
    unavailable: data.unavailable,
    ...(data.status !== undefined && { status: data.status }),
    ...(data.status_message !== undefined && { message: oneLine(data.status_message, 120) }),
    ...(email !== undefined && { email }),
    ...(provider !== undefined && { provider }),
    ...(lastRefreshAtMs !== undefined && { lastRefreshAtMs }),
    ...(nextRetryAtMs !== undefined && { nextRetryAtMs }),
    ...(counted && { requests: { succeeded: success ?? 0, failed: failed ?? 0 } }),
  };
}
