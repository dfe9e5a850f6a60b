import { byUrgency, type Account, type AccountsReport } from '../jobs/account';
import { accountState } from './account-state';
import type { CliProxy } from './cliproxies';
import { countedFiles } from './clients';
import { accountsIn, maxCredentialBytes, type AccountFile } from './credentials';
import { evidenceOf, type Evidence } from './log-evidence';
import type { Managed, ManagedAccount } from './management';
import { runningContainer } from './running-container';

/**
 * The accounts of a server: from the credential files and the log, and from the Management API where a key is set.
 *
 * @throws UserError whatever keeps the server out of reach; `container-down`.
 */
export async function readAccounts({ server, place, management, log }: CliProxy): Promise<AccountsReport> {
  const container = await runningContainer(server);
  const [found, { counts, said }, managed, engine] = await Promise.all([
    container.files(place.authDir, { maxFileBytes: maxCredentialBytes }),
    log.after(container),
    management.accounts(container),
    server.engine(),
  ]);
  const atMs = engine.nowMs;
  const files = accountsIn(found ?? []);
  const evidence = evidenceOf(files, said, { startedAtMs: container.startedAtMs, nowMs: atMs });
  const answered = managed.state === 'answered' ? managed.answer : [];
  const accounts = files.map(file =>
    accountOf(
      file,
      evidence.get(file.file),
      answered.find(each => each.file === file.file),
      atMs,
    ),
  );
  const counted = counts && countedFiles(counts);
  return {
    server: server.name,
    accounts: accounts.sort(
      (one, other) => byUrgency.indexOf(one.state.kind) - byUrgency.indexOf(other.state.kind),
    ),
    ...(counts !== undefined && { counts }),
    ...(counted !== undefined && counted !== files.length && { filesNow: files.length }),
    management: shown(managed),
    atMs,
  };
}

function accountOf(
  file: AccountFile,
  evidence: Evidence | undefined,
  managed: ManagedAccount | undefined,
  nowMs: number,
): Account {
  const provider = file.provider ?? managed?.provider;
  const email = file.email ?? managed?.email;
  const lastRefreshAtMs = latest(file.lastRefreshAtMs, managed?.lastRefreshAtMs);
  return {
    file: file.file,
    state: accountState({ file, evidence, managed }, nowMs),
    ...(provider !== undefined && { provider }),
    ...(email !== undefined && { email }),
    ...(file.expiresAtMs !== undefined && { expiresAtMs: file.expiresAtMs }),
    ...(lastRefreshAtMs !== undefined && { lastRefreshAtMs }),
    ...(file.readable && { refreshable: file.refreshable }),
    ...(managed?.requests !== undefined && { requests: managed.requests }),
  };
}

function latest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}

/** What a reader of accounts needs to know of it; the doctor tells the rest apart. */
function shown({ state }: Managed<unknown>): AccountsReport['management'] {
  return state === 'forbidden' || state === 'not-found' ? 'unavailable' : state;
}
