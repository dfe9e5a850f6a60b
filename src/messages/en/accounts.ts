import type { Part } from '../../chat/platform';
import { countsText } from '../counts';
import type { ClientCounts } from '../../jobs/contracts';
import type { WriteCommand } from '../write-command';
import { bold, code, moment, rich } from '../rich';

type Rich = readonly Part[];

/** What is said of accounts. */
export const accounts = (command: WriteCommand) => ({
  looking: (): Rich => rich`Looking…`,
  title: (server: string, count: number): Rich =>
    count === 1 ? rich`${bold(server)}: 1 account` : rich`${bold(server)}: ${count} accounts`,
  none: (server: string): Rich =>
    rich`${bold(server)}: no accounts yet. ${command('claude-login', server)} adds one.`,
  account: (who: string, provider: string | undefined): Rich =>
    rich`• ${bold(who)}${provider === undefined ? '' : ` · ${provider}`}`,
  expires: (atMs: number): Rich => rich`   expires ${moment(atMs)}`,
  expired: (atMs: number): Rich => rich`   expired ${moment(atMs)}`,
  expiryUnknown: (): Rich => rich`   expiry unknown`,
  refreshed: (atMs: number): Rich => rich`, refreshed ${moment(atMs)}`,
  disabled: ', disabled',
  unreadable: (file: string): Rich => rich`• ${code(file)}: cannot be read as a credential`,
  counts: (counts: ClientCounts): Rich => rich`clients ${countsText(counts)}, as of ${moment(counts.atMs)}`,
  filesNow: (files: number): Rich => rich`The log has not counted since; credential files now: ${files}.`,
  noCounts: (): Rich => rich`CLIProxyAPI's log has no client counts.`,
  failed: (server: string, why: Rich): Rich => rich`${bold(server)}: ${why}`,
});

export type AccountsWords = ReturnType<typeof accounts>;
