import type { LogLine } from '../server/server';
import type { AccountFile } from './credentials';

/** What the log says of an account. */
export type Evidence =
  | { readonly kind: 'needs-login'; readonly reason: string; readonly atMs: number }
  | { readonly kind: 'cooling'; readonly reason: string; readonly atMs: number; readonly untilMs?: number };

const refreshFailed = /Token refresh attempt \d+ failed[^:]*: (.+)$/;
/** Refused for good: CLIProxyAPI does not try again before somebody logs in. */
const refused =
  /invalid_grant|unauthorized|refresh_token_(?:expired|revoked|reused)|status(?: code)?:? 401\b/i;
const suspended = /Suspended client (\S+) for model [^\s:]+(?:: (\S+))?/;
const resumed = /Resumed client (\S+) for model /;
const allCooling =
  /All credentials for model \S+ are cooling down via provider ([\w-]+)(?:.*"reset_seconds":(\d+))?/;

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

/**
 * What the log says of each account, by file; only what can be tied to it, and only what is newer than the last
 * refresh of the file. What cools down is in memory there, so a restart ends it.
 */
export function evidenceIn(
  log: readonly LogLine[],
  accounts: readonly AccountFile[],
  { startedAtMs, nowMs }: { readonly startedAtMs: number; readonly nowMs: number },
): ReadonlyMap<string, Evidence> {
  const found = new Map<string, Evidence>();
  for (const line of log) {
    const said = saidIn(line);
    if (said === undefined) continue;
    for (const account of said.about(accounts)) {
      if (line.atMs <= knownSinceMs(account)) continue;
      if (said.evidence === 'ended') found.delete(account.file);
      else found.set(account.file, said.evidence);
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

interface Said {
  readonly evidence: Evidence | 'ended';
  readonly about: (accounts: readonly AccountFile[]) => readonly AccountFile[];
}

function saidIn({ text, atMs }: LogLine): Said | undefined {
  const [, why] = refreshFailed.exec(text) ?? [];
  if (why !== undefined) {
    const [reason] = refused.exec(why) ?? [];
    if (reason === undefined) return undefined;
    const evidence = { kind: 'needs-login', reason, atMs } as const;
    return { evidence, about: accounts => refreshedIn(text, accounts) };
  }
  const [, client, reason = ''] = suspended.exec(text) ?? [];
  const kind = ofAccount[reason];
  if (client !== undefined) {
    if (kind === undefined) return undefined;
    const until = { untilMs: atMs + suspendedForMs };
    const evidence = { kind, reason, atMs, ...(kind === 'cooling' && until) };
    return { evidence, about: accounts => named(client, accounts) };
  }
  const [, again] = resumed.exec(text) ?? [];
  if (again !== undefined) return { evidence: 'ended', about: accounts => named(again, accounts) };
  const [, provider, seconds] = allCooling.exec(text) ?? [];
  if (provider === undefined) return undefined;
  return {
    evidence: {
      kind: 'cooling',
      reason: 'cooling down',
      atMs,
      ...(seconds !== undefined && { untilMs: atMs + Number(seconds) * 1_000 }),
    },
    about: accounts => accounts.filter(account => account.provider === provider),
  };
}

/** A client's id is the path of its file below the auth directory. */
function named(client: string, accounts: readonly AccountFile[]): readonly AccountFile[] {
  return accounts.filter(({ file }) => client === file || client.endsWith(`/${file}`));
}

/** The account whose refresh failed: named in the line, or the only one that it can be. */
function refreshedIn(text: string, accounts: readonly AccountFile[]): readonly AccountFile[] {
  const mentioned = accounts.filter(
    ({ file, email }) => text.includes(file) || (email !== undefined && text.includes(email)),
  );
  if (mentioned.length > 0) return mentioned;
  const [, source = ''] = /\[(\w+\.go):\d+\]/.exec(text) ?? [];
  const provider = providerBySource[source];
  const possible = accounts.filter(
    account =>
      account.refreshable && !account.disabled && (provider === undefined || account.provider === provider),
  );
  return possible.length === 1 ? possible : [];
}

function knownSinceMs({ lastRefreshAtMs = 0, modifiedAtMs }: AccountFile): number {
  return Math.max(lastRefreshAtMs, modifiedAtMs + archiveGrainMs);
}
