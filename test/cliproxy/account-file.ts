import type { AccountFile } from '../../src/cliproxy/credentials';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const nowMs = Date.UTC(2026, 10, 22, 12, 0);

/** What a Claude file says: refreshed two hours ago, good for six more, unless something else is said. */
export function fileOf(change: Partial<AccountFile> = {}): AccountFile {
  return {
    file: 'claude-ada@example.com.json',
    readable: true,
    provider: 'claude',
    email: 'ada@example.com',
    disabled: false,
    expiresAtMs: nowMs + 6 * hour,
    lastRefreshAtMs: nowMs - 2 * hour,
    modifiedAtMs: nowMs - 2 * hour,
    refreshable: true,
    ...change,
  };
}
