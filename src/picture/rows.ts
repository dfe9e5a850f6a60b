import type { Account, AccountState } from '../jobs/account';
import type { PictureWords } from '../messages/en/picture';
import { detailOf } from './details';
import { BY_URGENCY } from './marks';

/** One line of a server: an account, or how many more there are in a state. */
export type Row =
  | {
      readonly kind: 'account';
      readonly state: AccountState['kind'];
      readonly who: string;
      readonly provider?: string;
      readonly detail?: string;
    }
  | { readonly kind: 'more'; readonly state: AccountState['kind']; readonly count: number };

/** The accounts as rows, those that need somebody first. */
export function rowsOf(accounts: readonly Account[], words: PictureWords, nowMs: number): readonly Row[] {
  return [...accounts]
    .sort((one, other) => urgencyOf(one.state.kind) - urgencyOf(other.state.kind))
    .map(account => {
      const detail = detailOf(account, words, nowMs);
      return {
        kind: 'account',
        state: account.state.kind,
        who: account.email ?? account.file,
        ...(account.provider !== undefined && { provider: account.provider }),
        ...(detail !== undefined && { detail }),
      };
    });
}

/** The first `kept` rows, and below them how many more there are in each state; one alone is shown as it is. */
export function folded(rows: readonly Row[], kept: number): readonly Row[] {
  const rest = rows.slice(kept);
  if (rest.length === 1) return rows;
  const more = BY_URGENCY.map(state => ({
    kind: 'more' as const,
    state,
    count: rest.filter(row => row.state === state).length,
  }));
  return [...rows.slice(0, kept), ...more.filter(({ count }) => count > 0)];
}

/** 0 is the most urgent. */
export function urgencyOf(state: AccountState['kind']): number {
  return BY_URGENCY.indexOf(state);
}
