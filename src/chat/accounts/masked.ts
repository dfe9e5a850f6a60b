import type { Account, AccountsReport, AccountState } from '../../jobs/account';
import { maskEmails } from '../mask';

/** A report whose names others may read. */
export function maskedReport(report: AccountsReport): AccountsReport {
  return { ...report, accounts: report.accounts.map(maskedAccount) };
}

function maskedAccount({ email, state, ...account }: Account): Account {
  return {
    ...account,
    file: maskEmails(account.file),
    ...(email !== undefined && { email: maskEmails(email) }),
    state: maskedState(state),
  };
}

function maskedState(state: AccountState): AccountState {
  if (state.kind === 'needs-login') return { ...state, reason: maskEmails(state.reason) };
  if (state.kind !== 'cooling' || state.reason === undefined) return state;
  return { ...state, reason: maskEmails(state.reason) };
}
