import type { LogLine } from '../server/server';
import type { AccountFile } from './credentials';

/** What the log says of an account. */
export type Evidence =
  | { readonly kind: 'needs-login'; readonly reason: string; readonly atMs: number }
  | { readonly kind: 'cooling'; readonly reason: string; readonly atMs: number; readonly untilMs?: number };

/** What one line says, and of whom; short, and without anything secret that the line may hold. */
export interface Said {
  readonly atMs: number;
  readonly evidence: Evidence | 'ended';
  readonly subject: Subject;
}

type Subject =
  | { readonly kind: 'client'; readonly client: string }
  | { readonly kind: 'provider'; readonly provider: string }
  /** An account whose refresh failed: `names` are the words of the line that may name it. */
  | { readonly kind: 'refresh'; readonly provider: string | undefined; readonly names: string };

const refreshFailed = /Token refresh attempt \d+ failed[^:]*: (.+)$/;
/** Refused for good: CLIProxyAPI does not try again before somebody logs in. */
const refused =
  /invalid_grant|unauthorized|refresh_token_(?:expired|revoked|reused)|status(?: code)?:? 401\b/i;
const suspended = /Suspended client (\S{1,300}) for model [^\s:]+(?:: (\S+))?/;
const resumed = /Resumed client (\S{1,300}) for model /;
const allCooling =
  /All credentials for model \S+ are cooling down via provider ([\w-]{1,40})(?:.*"reset_seconds":(\d+))?/;

/** The source file that a refresh was logged from, where that tells the provider (`[anthropic_auth.go:655]`). */
const providerBySource: Readonly<Record<string, string>> = {
  'anthropic_auth.go': 'claude',
  'openai_auth.go': 'codex',
};

/** Suspensions that speak of the account; the others (`not_found`, `model_not_supported`) are about one model. */
const ofAccount: Readonly<Record<string, 'needs-login' | 'cooling'>> = {
  unauthorized: 'needs-login',
  invalid_grant: 'needs-login',
  payment_required: 'cooling',
  quota: 'cooling',
};
/** How long a client stays suspended unless the log says that it was resumed. */
const suspendedForMs = 30 * 60_000;
/** A line without a time of its end is true only while it is fresh. */
const freshMs = 60_000;
/** Docker's archives know times to the second. */
const archiveGrainMs = 1_000;

/** What a line says of accounts; undefined for most. */
export function saidIn({ text, atMs }: LogLine): Said | undefined {
  const [, why] = refreshFailed.exec(text) ?? [];
  if (why !== undefined) {
    const [reason] = refused.exec(why) ?? [];
    if (reason === undefined) return undefined;
    const [, source = ''] = /\[(\w+\.go):\d+\]/.exec(text) ?? [];
    const subject = { kind: 'refresh', provider: providerBySource[source], names: namesIn(text) } as const;
    return { atMs, evidence: { kind: 'needs-login', reason, atMs }, subject };
  }
  const [, client, reason = ''] = suspended.exec(text) ?? [];
  const kind = ofAccount[reason];
  if (client !== undefined) {
    if (kind === undefined) return undefined;
    const until = { untilMs: atMs + suspendedForMs };
    const evidence = { kind, reason, atMs, ...(kind === 'cooling' && until) };
    return { atMs, evidence, subject: { kind: 'client', client } };
  }
  const [, again] = resumed.exec(text) ?? [];
  if (again !== undefined) return { atMs, evidence: 'ended', subject: { kind: 'client', client: again } };
  const [, provider, seconds] = allCooling.exec(text) ?? [];
  if (provider === undefined) return undefined;
  const until = seconds !== undefined && { untilMs: atMs + Number(seconds) * 1_000 };
  return {
    atMs,
    evidence: { kind: 'cooling', reason: 'cooling down', atMs, ...until },
    subject: { kind: 'provider', provider },
  };
}

/**
 * What was said of each account, by file; only what can be tied to it, and only what is newer than the last
 * refresh of the file. What cools down is in memory there, so a restart ends it.
 */
export function evidenceOf(
  accounts: readonly AccountFile[],
  said: readonly Said[],
  { startedAtMs, nowMs }: { readonly startedAtMs: number; readonly nowMs: number },
): ReadonlyMap<string, Evidence> {
  const found = new Map<string, Evidence>();
  for (const { atMs, evidence, subject } of said) {
    for (const account of meant(subject, accounts)) {
      if (atMs <= knownSinceMs(account)) continue;
      if (evidence === 'ended') found.delete(account.file);
      else found.set(account.file, evidence);
    }
  }
  return new Map(
    [...found].filter(
      ([, evidence]) =>
        evidence.kind === 'needs-login' ||
        (evidence.atMs >= startedAtMs && nowMs < (evidence.untilMs ?? evidence.atMs + freshMs)),
    ),
  );
}

function meant(subject: Subject, accounts: readonly AccountFile[]): readonly AccountFile[] {
  switch (subject.kind) {
    case 'client':
      return named(subject.client, accounts);
    case 'provider':
      return accounts.filter(account => account.provider === subject.provider);
    case 'refresh':
      return refreshed(subject, accounts);
  }
}

/** The words that look like an e-mail address or a file. */
function namesIn(text: string): string {
  return (text.match(/\S*(?:@|\.json)\S*/g) ?? []).join(' ').slice(0, 300);
}

/** A client's id is the path of its file below the auth directory. */
function named(client: string, accounts: readonly AccountFile[]): readonly AccountFile[] {
  return accounts.filter(({ file }) => client === file || client.endsWith(`/${file}`));
}

/** The account whose refresh failed: named in the line, or the only one that it can be. */
function refreshed(
  { names, provider }: Extract<Subject, { readonly kind: 'refresh' }>,
  accounts: readonly AccountFile[],
): readonly AccountFile[] {
  const mentioned = accounts.filter(
    ({ file, email }) => names.includes(file) || (email !== undefined && names.includes(email)),
  );
  if (mentioned.length > 0) return mentioned;
  const possible = accounts.filter(
    account =>
      account.refreshable && !account.disabled && (provider === undefined || account.provider === provider),
  );
  return possible.length === 1 ? possible : [];
}

function knownSinceMs({ lastRefreshAtMs = 0, modifiedAtMs }: AccountFile): number {
  return Math.max(lastRefreshAtMs, modifiedAtMs + archiveGrainMs);
}
