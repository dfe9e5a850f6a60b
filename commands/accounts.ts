import { setTimeout as sleep } from 'node:timers/promises';
import { defineCommand, type CommandContext } from '../src/chat/command';
import { maskEmails } from '../src/chat/mask';
import type { Part } from '../src/chat/platform';
import { problemOf } from '../src/errors';
import type { Account, AccountsReport } from '../src/jobs/contracts';
import { explain } from '../src/messages/catalogue';
import { lines } from '../src/messages/rich';

const timeoutMs = 20_000;
/** Longer than this, and the person wants to know that something is being done. */
const patienceMs = 1_000;

export const command = defineCommand({
  name: 'accounts',
  options: [{ name: 'server' }],
  access: 'viewer',
  run: async context => {
    const { incoming, options, servers, words } = context;
    const asked = options['server'];
    const sections = Promise.all(
      (asked === undefined ? servers : [asked]).map(name => section(context, name)),
    );
    const slow = sleep(patienceMs, 'slow' as const);
    if ((await Promise.race([sections, slow])) === 'slow')
      await incoming.answer({ text: words.accounts.looking() });
    return { text: lines(...(await sections)) };
  },
});

async function section(context: CommandContext, server: string): Promise<readonly Part[]> {
  const { jobs, words } = context;
  try {
    return reportText(context, await jobs.run('accounts', { server }, timeoutMs));
  } catch (error) {
    const problem = problemOf(error);
    if (problem === undefined) throw error;
    return words.accounts.failed(server, explain(words, problem));
  }
}

function reportText({ incoming, words }: CommandContext, report: AccountsReport): readonly Part[] {
  const say = words.accounts;
  const name = (text: string): string => (incoming.isPrivate ? text : maskEmails(text));
  const count = report.accounts.length;
  return lines(
    count === 0 ? say.none(report.server) : say.title(report.server, count),
    ...report.accounts.map(account => accountText(account)),
    report.counts === undefined ? say.noCounts() : say.counts(report.counts),
    report.filesNow !== undefined && say.filesNow(report.filesNow),
  );

  function accountText(account: Account): readonly Part[] {
    if (account.unreadable === true) return say.unreadable(name(account.file));
    const { expiresAtMs, lastRefreshAtMs } = account;
    const expiry =
      expiresAtMs === undefined
        ? say.expiryUnknown()
        : expiresAtMs > Date.now()
          ? say.expires(expiresAtMs)
          : say.expired(expiresAtMs);
    return lines(say.account(name(account.email ?? account.file), account.provider), [
      ...expiry,
      ...(lastRefreshAtMs === undefined ? [] : say.refreshed(lastRefreshAtMs)),
      ...(account.disabled ? [say.disabled] : []),
    ]);
  }
}
