import { posix } from 'node:path';
import { countedFiles, latestCounts } from '../../cliproxy/clients';
import { accountsIn, credentialFiles } from '../../cliproxy/credentials';
import type { Managed, ManagedAccount } from '../../cliproxy/management';
import type { Check } from '../../jobs/check';
import type { ContainerFile, LogLine } from '../../server/server';

type LoadedCheck = Extract<Check, { readonly name: 'loaded' }>;

/**
 * Whether CLIProxyAPI has loaded the files that are there. The Management API knows; the log's last count is right
 * about the files that are older than it (v6.8.47 and newer print none for a file that came later).
 */
export function checkLoaded(
  files: readonly ContainerFile[],
  log: readonly LogLine[],
  managed: Managed<readonly ManagedAccount[]> | undefined,
): LoadedCheck {
  const name = 'loaded' as const;
  if (managed?.state === 'answered') {
    const known = new Set(managed.answer.map(account => posix.basename(account.file)));
    const readable = accountsIn(files).filter(account => account.readable);
    const counted = readable.filter(account => known.has(account.file)).length;
    return { name, outcome: counted < readable.length ? 'warning' : 'fine', files: readable.length, counted };
  }

  const credentials = credentialFiles(files);
  const counts = latestCounts(log);
  const counted = counts && countedFiles(counts);
  if (counts === undefined || counted === undefined) {
    return { name, outcome: 'unknown', files: credentials.length };
  }
  const older = credentials.filter(file => file.modifiedAtMs <= counts.atMs).length;
  const outcome = counted === credentials.length ? 'fine' : older > counted ? 'warning' : 'unknown';
  return { name, outcome, files: credentials.length, counted };
}
