import type { AccountsReport } from '../jobs/contracts';
import type { Server } from '../server/server';
import { countedFiles, latestCounts } from './clients';
import { accountsIn, maxCredentialBytes } from './credentials';
import { runningContainer } from './running-container';

const logTail = 5_000;

/**
 * The accounts of a server, from the credential files and the log.
 *
 * @throws UserError whatever keeps the server out of reach; `container-down`.
 */
export async function readAccounts(server: Server, authDir: string): Promise<AccountsReport> {
  const container = await runningContainer(server);
  const [files, log] = await Promise.all([
    container.files(authDir, { maxFileBytes: maxCredentialBytes }),
    container.logs({ tail: logTail }),
  ]);
  const accounts = accountsIn(files ?? []);
  const counts = latestCounts(log);
  const counted = counts && countedFiles(counts);
  return {
    server: server.name,
    accounts,
    ...(counts !== undefined && { counts }),
    ...(counted !== undefined && counted !== accounts.length && { filesNow: accounts.length }),
  };
}
