import { readAccounts } from '../cliproxy/accounts';
import { withFiles } from '../cliproxy/clients';
import type { CliProxy } from '../cliproxy/cliproxies';
import { problemOf } from '../errors';
import type { Jobs } from '../jobs/jobs';
import { judgeAccounts, type AccountsSeen } from './account-incidents';
import { withClients } from './history';
import type { Known } from './journal';

/** Everything that is needed to judge the accounts; undefined where something of it cannot be had now. */
export async function lookAtAccounts(
  proxy: CliProxy,
  jobs: Pick<Jobs, 'read' | 'line'>,
): Promise<AccountsSeen | undefined> {
  const { name } = proxy.server;
  try {
    // A login that ends while the files are read has them saved by the time that is asked.
    const before = await jobs.line(name);
    const report = await readAccounts(proxy);
    const [saved, after] = await Promise.all([jobs.read('saved', name), jobs.line(name)]);
    const loginUnderWay = [...before, ...after].some(({ state }) => state.kind !== 'queued');
    return { report, saved, loginUnderWay, nowMs: Date.now() };
  } catch (error) {
    // What keeps a server out of reach is told by those who follow it.
    if (problemOf(error) !== undefined) return undefined;
    throw error;
  }
}

/** What such a look changes. */
export function judged(known: Known, seen: AccountsSeen): Partial<Known> {
  const { counts, filesNow, atMs } = seen.report;
  const { incidents, memory } = judgeAccounts(known.incidents, known.accounts, seen);
  const now = counts && (filesNow === undefined ? counts : withFiles(counts, filesNow));
  const history = now === undefined ? known.history : withClients(known.history, now, atMs);
  const isSame =
    incidents.length === known.incidents.length &&
    incidents.every((incident, index) => incident === known.incidents[index]);
  return { incidents: isSame ? known.incidents : incidents, accounts: memory, history };
}
