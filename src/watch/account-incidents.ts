import type { AccountsReport } from '../jobs/account';
import type { Incident, SavedRecord } from '../jobs/incident';
import { judgeCounts } from './accounts/counts';
import { judgeFiles, missedFiles, vanishedSince } from './accounts/files';
import { openLedger } from './accounts/ledger';
import { judgeLogins, judgeRefreshes } from './accounts/logins';
import { remembered, type Remembered } from './accounts/memory';
import { judgeProviders } from './accounts/providers';

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
  seen: AccountsSeen,
): { readonly incidents: readonly Incident[]; readonly memory: AccountsMemory } {
  const { report } = seen;
  const before = remembered(memory);
  const ledger = openLedger(report.server, incidents, { atMs: report.atMs, seenAtMs: seen.nowMs });

  const vanished = vanishedSince(before, seen);
  const missed = missedFiles(ledger);
  // Before the files: clients that fell say which files are missing.
  const counted = judgeCounts(ledger, before, report, vanished);
  const files = judgeFiles(ledger, before, seen, { vanished, missed });
  judgeLogins(ledger, before, report);
  judgeRefreshes(ledger, report);
  const providers = judgeProviders(ledger, before, report);

  const after: Remembered = { files, ...providers, ...(counted !== undefined && { counted }) };
  return { incidents: ledger.all(), memory: after };
}
