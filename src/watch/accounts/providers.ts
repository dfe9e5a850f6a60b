import type { Account, AccountsReport } from '../../jobs/account';
import type { Ledger } from './ledger';
import { isOverdue } from './logins';
import type { Remembered } from './memory';

/** A pause that is over sooner keeps nobody waiting. */
const longPauseMs = 5 * 60_000;

/**
 * Tells of providers none of whose accounts can be used. One that somebody disabled all accounts of is told where
 * that is a change; a short pause is not.
 */
export function judgeProviders(
  ledger: Ledger,
  before: Remembered | undefined,
  report: AccountsReport,
): Pick<Remembered, 'usable' | 'cooling'> {
  const byProvider = new Map<string, Account[]>();
  for (const account of report.accounts) {
    if (account.provider === undefined) continue;
    byProvider.set(account.provider, [...(byProvider.get(account.provider) ?? []), account]);
  }
  const usable: string[] = [];

  for (const [provider, accounts] of byProvider) {
    const [open] = ledger.open('provider-unusable').filter(({ trouble }) => trouble.provider === provider);
    if (accounts.some(account => canBeUsed(account))) {
      usable.push(provider);
      if (open !== undefined) ledger.end(open);
      continue;
    }
    const trouble = { kind: 'provider-unusable', provider, accounts: accounts.length } as const;
    const wasChosen = accounts.every(({ state }) => state.kind === 'disabled');
    if (open !== undefined) {
      if (open.trouble.accounts !== accounts.length) ledger.change(open, trouble);
    } else if (isToldAlready(accounts)) {
      continue;
    } else if (!wasChosen || before?.usable.includes(provider) === true) {
      const times = accounts.map(({ expiresAtMs = 0, lastRefreshAtMs = expiresAtMs }) => lastRefreshAtMs);
      ledger.begin(trouble, { atMs: Math.max(...times), subject: provider }, { endIsNews: true });
    }
  }
  // Where the last account is gone nothing is well again.
  for (const incident of ledger.open('provider-unusable')) {
    if (!byProvider.has(incident.trouble.provider)) ledger.end(incident, true);
  }
  const cooling = report.accounts.filter(({ state }) => state.kind === 'cooling').map(({ file }) => file);
  return { usable, cooling };

  /** Where there is only one account, its own alert says it all. */
  function isToldAlready([account, ...others]: readonly Account[]): boolean {
    const own = [...ledger.open('needs-login'), ...ledger.open('not-refreshing')];
    return others.length === 0 && own.some(({ trouble }) => trouble.file === account?.file);
  }

  function canBeUsed(account: Account): boolean {
    const { file, state } = account;
    switch (state.kind) {
      case 'needs-login':
      case 'disabled':
      case 'unreadable':
        return false;
      case 'expired':
        return !isOverdue(account, report.atMs);
      case 'cooling':
        return state.untilMs === undefined
          ? before?.cooling.includes(file) !== true
          : state.untilMs - report.atMs < longPauseMs;
      default:
        return true;
    }
  }
}
