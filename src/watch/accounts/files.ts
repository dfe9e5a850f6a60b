import type { AccountsSeen } from '../account-incidents';
import type { Ledger } from './ledger';
import { factsOf, filesIn, madeAtMs, who, type Remembered } from './memory';

const hourMs = 60 * 60_000;
/** What a login of ours saved is no surprise for so long. */
const ownForMs = hourMs;
/** Nobody waits for a file that has been gone for a day. */
const goneForMs = 24 * hourMs;

/** Files that were known and are gone; while a login runs, which may be replacing one, none. */
export function vanishedSince(before: Remembered | undefined, seen: AccountsSeen): readonly string[] {
  const now = filesIn(seen.report);
  return seen.loginUnderWay ? [] : Object.keys(before?.files ?? {}).filter(file => !(file in now));
}

/** Files that are said to be missing since the clients fell. */
export function missedFiles(ledger: Ledger): readonly string[] {
  return ledger.open('clients-fell').flatMap(({ trouble }) => trouble.missing);
}

/**
 * Tells of files that came and went, and answers those that are known from now on. `missed` are those that were
 * missing before this look: they are not new when they are back.
 */
export function judgeFiles(
  ledger: Ledger,
  before: Remembered | undefined,
  seen: AccountsSeen,
  { vanished, missed }: { readonly vanished: readonly string[]; readonly missed: readonly string[] },
): Remembered['files'] {
  const now = tellNew(ledger, before, seen, missed);
  const fallen = new Set(missedFiles(ledger));
  for (const file of vanished) {
    const facts = before?.files[file];
    if (facts === undefined || fallen.has(file)) continue;
    ledger.begin({ kind: 'vanished', ...who(file, facts) }, { atMs: madeAtMs(facts), subject: file });
  }
  for (const incident of ledger.open('vanished')) {
    if (seen.report.atMs - incident.startedAtMs > goneForMs) ledger.end(incident);
  }
  // What is gone while a login runs is judged when that is over.
  return seen.loginUnderWay ? { ...before?.files, ...now } : now;
}

/** Files that were not known, unless one of our logins made them; the way back of those that had vanished. */
function tellNew(
  ledger: Ledger,
  before: Remembered | undefined,
  { loginUnderWay, nowMs, report, saved }: AccountsSeen,
  missed: readonly string[],
): Remembered['files'] {
  const files: Remembered['files'] = {};
  for (const account of report.accounts) {
    const { file } = account;
    const facts = factsOf(account);
    const gone = ledger.open('vanished').filter(({ trouble }) => trouble.file === file);
    for (const incident of gone) ledger.end(incident);
    const isBack = gone.length > 0 || missed.includes(file);
    const isNew = before !== undefined && !(file in before.files) && !isBack;
    const isOurs = nowMs - (saved?.files[file] ?? -Infinity) < ownForMs;
    if (isNew && !isOurs) {
      // Whose it is shows when the login is over: it is as new then.
      if (loginUnderWay) continue;
      const subject = { atMs: madeAtMs(facts), subject: file };
      ledger.begin({ kind: 'appeared', ...who(file, facts) }, subject, { endsAtOnce: true });
    }
    files[file] = facts;
  }
  return files;
}
