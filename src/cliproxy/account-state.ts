import type { AccountState } from '../jobs/account';
import type { AccountFile } from './credentials';
import type { Evidence } from './log-evidence';
import type { ManagedAccount } from './management';

const minute = 60_000;
const hour = 60 * minute;

/**
 * When a credential should have been refreshed, before it expires: Claude's are refreshed 4 h ahead, by a loop
 * that runs every 15 minutes. Of other providers it is not known.
 */
const refreshedBeforeMs: Readonly<Record<string, number>> = { claude: 3.5 * hour };
/** Whoever refreshed this lately refreshes, however short its tokens live. */
const justRefreshedMs = 30 * minute;
/** What nothing refreshes has to be seen to in good time. */
const noticeMs = 7 * 24 * hour;

/** What is known of one account: its file always, the others where they say something of it. */
export interface Sources {
  readonly file: AccountFile;
  readonly evidence?: Evidence | undefined;
  readonly managed?: ManagedAccount | undefined;
}

/**
 * The state of an account by all that is known of it. What the Management API says is newer than the log; what
 * nobody says is unknown.
 */
export function accountState({ file, evidence, managed }: Sources, nowMs: number): AccountState {
  if (!file.readable) return { kind: 'unreadable' };
  if (file.disabled || managed?.disabled === true) return { kind: 'disabled' };
  const said = managed?.status === undefined ? stateOfEvidence(evidence) : stateOfManaged(managed, nowMs);
  if (said?.kind === 'needs-login') return said;
  const byFile = stateOfFile(file, managed, nowMs);
  if (byFile.kind === 'expired') return byFile;
  if (said !== undefined && said.kind !== 'fine') return said;
  return byFile.kind === 'unknown' ? (said ?? byFile) : byFile;
}

function stateOfEvidence(evidence: Evidence | undefined): AccountState | undefined {
  if (evidence === undefined) return undefined;
  const { kind, reason } = evidence;
  if (kind === 'needs-login') return { kind, reason };
  return { kind, reason, ...(evidence.untilMs !== undefined && { untilMs: evidence.untilMs }) };
}

/** Undefined where the Management API itself does not know: `unknown`, `pending`, `refreshing`. */
function stateOfManaged(managed: ManagedAccount, nowMs: number): AccountState | undefined {
  const { message, nextRetryAtMs, status, unavailable } = managed;
  if (message !== undefined && /unauthorized|invalid_grant/i.test(message)) {
    return { kind: 'needs-login', reason: message };
  }
  const reason = message !== undefined && { reason: message };
  if (nextRetryAtMs !== undefined && nextRetryAtMs > nowMs) {
    return { kind: 'cooling', untilMs: nextRetryAtMs, ...reason };
  }
  // A time that has passed means that it is tried again.
  if (nextRetryAtMs === undefined && (unavailable || status === 'error'))
    return { kind: 'cooling', ...reason };
  return status === 'active' || status === 'error' ? { kind: 'fine' } : undefined;
}

function stateOfFile(file: AccountFile, managed: ManagedAccount | undefined, nowMs: number): AccountState {
  const { expiresAtMs, lastRefreshAtMs, provider = '', refreshable } = file;
  if (expiresAtMs === undefined) return { kind: 'unknown' };
  // It was refreshed in memory and could not be saved: the file's expiry says nothing any more.
  if ((managed?.lastRefreshAtMs ?? 0) > Math.max(lastRefreshAtMs ?? Infinity, file.modifiedAtMs + minute)) {
    return { kind: 'unknown' };
  }
  if (expiresAtMs <= nowMs) return { kind: 'expired' };
  if (!refreshable) return { kind: expiresAtMs - nowMs < noticeMs ? 'expires-soon' : 'fine' };
  const overdue = nowMs > expiresAtMs - (refreshedBeforeMs[provider] ?? 0);
  const justRefreshed = lastRefreshAtMs !== undefined && nowMs - lastRefreshAtMs < justRefreshedMs;
  return { kind: overdue && !justRefreshed ? 'expires-soon' : 'fine' };
}
