import type { Account, AccountsReport } from '../../jobs/account';
import type { Ledger } from './ledger';
import { factsOf, madeAtMs, who, type KnownFile, type Remembered } from './memory';

/** CLIProxyAPI refreshes every 15 minutes: what expired a moment ago may yet be refreshed. */
const refreshGraceMs = 20 * 60_000;

/** Tells of accounts that somebody has to log in again, and when that is done. */
export function judgeLogins(ledger: Ledger, before: Remembered | undefined, report: AccountsReport): void {
  for (const incident of ledger.open('needs-login')) {
    const account = report.accounts.find(({ file }) => file === incident.trouble.file);
    if (account === undefined || account.state.kind === 'disabled') ledger.end(incident, true);
    else if (isWell(account, before?.files[account.file], report)) ledger.end(incident);
  }
  const known = new Set(ledger.open('needs-login').map(({ trouble }) => trouble.file));
  for (const account of report.accounts) {
    const { file, state } = account;
    if (state.kind !== 'needs-login' || known.has(file)) continue;
    const facts = factsOf(account);
    ledger.begin(
      { kind: 'needs-login', reason: state.reason, ...who(file, facts) },
      { atMs: madeAtMs(facts), subject: file },
      { endIsNews: true },
    );
  }
}

/**
 * Whether an account is known to be well again. That a source is silent now (the Management API is away, the line
 * has left the log) says nothing: then only a credential that was renewed does.
 */
function isWell(account: Account, before: KnownFile | undefined, { management }: AccountsReport): boolean {
  if (['needs-login', 'expired', 'unreadable'].includes(account.state.kind)) return false;
  if (management === 'answered') return true;
  const { expiresAtMs = 0, lastRefreshAtMs = 0 } = account;
  return (
    before !== undefined &&
    (expiresAtMs > (before.expiresAtMs ?? 0) || lastRefreshAtMs > (before.lastRefreshAtMs ?? 0))
  );
}

/** Tells of accounts that will expire, or did, because nothing refreshes them. */
export function judgeRefreshes(ledger: Ledger, { accounts, atMs }: AccountsReport): void {
  const needLogin = new Set(ledger.open('needs-login').map(({ trouble }) => trouble.file));
  const overdue = accounts.filter(account => isOverdue(account, atMs) && !needLogin.has(account.file));
  for (const incident of ledger.open('not-refreshing')) {
    const { expiresAtMs, file } = incident.trouble;
    const isStill = overdue.some(account => account.file === file && account.expiresAtMs === expiresAtMs);
    if (!isStill) ledger.end(incident);
  }
  for (const account of overdue) {
    const { expiresAtMs, file } = account;
    if (expiresAtMs === undefined) continue;
    const trouble = { kind: 'not-refreshing', expiresAtMs, ...who(file, factsOf(account)) } as const;
    ledger.begin(trouble, { atMs: expiresAtMs, subject: file });
  }
}

/** It should have been refreshed by now, or cannot be. */
export function isOverdue({ expiresAtMs = 0, refreshable, state }: Account, atMs: number): boolean {
  if (state.kind === 'expires-soon') return true;
  return state.kind === 'expired' && (refreshable !== true || atMs > expiresAtMs + refreshGraceMs);
}
