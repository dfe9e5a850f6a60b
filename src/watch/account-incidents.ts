import type { AccountsReport } from '../jobs/contracts';
import type { Incident, SavedRecord } from '../jobs/incident';

/** One look at the accounts of a server, with what is needed to judge it. */
export interface AccountsSeen {
  readonly report: AccountsReport;
  /** What logins of ours saved lately. */
  readonly saved: SavedRecord | undefined;
  /** A login runs now: what it adds is not judged before it is over. */
  readonly loginUnderWay: boolean;
  /** Our clock. */
  readonly nowMs: number;
}

/** What is remembered from one look to the next; plain data. */
export type AccountsMemory = Readonly<Record<string, unknown>>;

/**
 * Pure: what a look at the accounts changes about the incidents of accounts. `incidents` are all of a server;
 * those of containers come back untouched. The first look of all (`memory` undefined) reports what needs
 * somebody, and takes the files that are there for known.
 */
export function judgeAccounts(
  incidents: readonly Incident[],
  memory: AccountsMemory | undefined,
  _seen: AccountsSeen,
): { readonly incidents: readonly Incident[]; readonly memory: AccountsMemory } {
  return { incidents, memory: memory ?? {} };
}
