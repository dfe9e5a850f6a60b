import type { AccountsReport, ClientCounts } from '../../jobs/account';
import type { Ledger } from './ledger';
import { filesIn, type Remembered } from './memory';

/** What fell stays fallen after a day: it is how things are now. */
const staysForMs = 24 * 60 * 60_000;

/**
 * Tells when CLIProxyAPI counts fewer clients than before, and answers the line that the next is compared with.
 * `vanished` are the files that are gone since the last look: what is told here need not be told of them too.
 */
export function judgeCounts(
  ledger: Ledger,
  before: Remembered | undefined,
  report: AccountsReport,
  vanished: readonly string[],
): Remembered['counted'] {
  const { counts } = report;
  const then = before?.counted;
  const now = filesIn(report);
  endWhatIsBack(ledger, report, now);
  if (counts === undefined || (then !== undefined && counts.atMs <= then.counts.atMs)) return then;
  if (then !== undefined) {
    const missing = Object.entries(then.files)
      .filter(([file, wasDisabled]) => !(file in now) || (now[file] === true && !wasDisabled))
      .map(([file]) => file);
    // What was told when a file vanished is not told once more when CLIProxyAPI counts again.
    const told = missing.filter(file => !(file in now) && !vanished.includes(file));
    if (fellBy(then.counts, counts) > told.length) tell(ledger, then.counts, counts, missing);
  }
  return { counts: { ...counts, parts: [...counts.parts] }, files: { ...now } };
}

function tell(ledger: Ledger, before: ClientCounts, after: ClientCounts, missing: readonly string[]): void {
  const [open] = ledger.open('clients-fell');
  if (open === undefined) {
    ledger.begin({ kind: 'clients-fell', before, after, missing }, { atMs: after.atMs, subject: '' });
    return;
  }
  const all = [...new Set([...open.trouble.missing, ...missing])];
  ledger.change(open, { ...open.trouble, after, missing: all });
}

function endWhatIsBack(
  ledger: Ledger,
  { atMs, counts }: AccountsReport,
  now: Readonly<Record<string, boolean>>,
): void {
  for (const incident of ledger.open('clients-fell')) {
    const { after, before, missing } = incident.trouble;
    const areCounted = counts !== undefined && counts.atMs > after.atMs && fellBy(before, counts) === 0;
    const areThere = missing.length > 0 && missing.every(file => now[file] === false);
    if (areCounted || areThere || atMs - incident.startedAtMs > staysForMs) ledger.end(incident);
  }
}

/**
 * How many clients fewer a line counts than an earlier one. CLIProxyAPI has two count lines that do not count the
 * same kinds, and newer versions count more, so only kinds that both know are compared.
 */
export function fellBy(before: ClientCounts, after: ClientCounts): number {
  if (before.parts.length === 0 && after.parts.length === 0)
    return Math.max(0, before.clients - after.clients);
  const earlier = byKind(before);
  const differences = [...byKind(after)].map(([kind, count]) => (earlier.get(kind) ?? count) - count);
  return Math.max(
    0,
    differences.reduce((sum, each) => sum + each, 0),
  );
}

/** The files have two names: `auth files`, and from v6.6.80 on `auth entries` in one of the lines. */
function byKind({ parts }: ClientCounts): ReadonlyMap<string, number> {
  return new Map(parts.map(({ count, label }) => [label.replace(/^auth entries$/, 'auth files'), count]));
}
