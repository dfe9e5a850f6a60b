import type { AccountsReport } from '../../src/jobs/account';
import type { TaskHandlers } from '../../src/jobs/queues/task-worker';

export function noAccounts(server: string): AccountsReport {
  return { server, accounts: [], management: 'no-key', atMs: 1_790_000_000_000 };
}

/** A worker that answers every task, and does nothing. */
export const idleTasks: TaskHandlers = {
  callback: () => Promise.resolve('ali.1'),
  cancel: () => Promise.resolve(null),
  accounts: ({ server }) => Promise.resolve(noAccounts(server)),
  restart: () => Promise.resolve({ container: 'cliproxy', downMs: 900 }),
  logs: () => Promise.resolve({ container: 'cliproxy', lines: [{ atMs: 1_790_000_000_000, text: 'hello' }] }),
  doctor: ({ server }) => Promise.resolve({ server, checks: [] }),
  import: ({ server }) => Promise.resolve({ server, files: [], restarted: false }),
  transfer: ({ from, to, how }) =>
    Promise.resolve({
      from,
      to,
      how,
      imported: {
        outcome: 'imported',
        name: 'claude-a.json',
        file: 'claude-a.json',
        provider: 'claude',
        replaced: false,
        fromClaudeCli: false,
      },
      restarted: false,
    }),
  test: ({ server }) => Promise.resolve({ server, models: [] }),
  balance: ({ server }) =>
    Promise.resolve({
      server,
      strategy: 'round-robin',
      known: ['round-robin'],
      guideBlock: false,
      by: 'file',
    }),
  onehub: () => Promise.resolve({ kind: 'channels', channels: [], missing: [] }),
};
