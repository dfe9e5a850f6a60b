import type { Account, AccountState, AccountsReport } from '../../src/jobs/account';
import type { PictureSection } from '../../src/picture/section';

export const nowMs = Date.UTC(2026, 10, 22, 23, 48);
export const hourMs = 3_600_000;

export function account(email: string, state: AccountState, more: Partial<Account> = {}): Account {
  return { file: `claude-${email}.json`, provider: 'claude', email, state, ...more };
}

/** So many accounts, all in one state. */
export function accounts(count: number, state: AccountState): readonly Account[] {
  return Array.from({ length: count }, (_, index) =>
    account(`person${String(index)}.${state.kind}@example.com`, state),
  );
}

export function report(server: string, of: readonly Account[]): AccountsReport {
  const counts = { clients: of.length, parts: [], atMs: nowMs };
  return { server, accounts: of, counts, management: 'no-key', atMs: nowMs };
}

export function section(
  server: string,
  of: readonly Account[],
  more: Partial<PictureSection> = {},
): PictureSection {
  return { server, report: report(server, of), history: undefined, ...more };
}

export function unreachable(server: string, problem: string): PictureSection {
  return { server, report: undefined, problem, history: undefined };
}
