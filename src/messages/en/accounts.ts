import type { Part } from '../../chat/platform';
import { countsText } from '../counts';
import type { Account, AccountsReport, ClientCounts } from '../../jobs/account';
import { accountIcons } from '../account-icons';
import type { WriteCommand } from '../write-command';
import { bold, lines, moment, rich } from '../rich';

type Rich = readonly Part[];

/** What is said of accounts. */
export const accounts = (command: WriteCommand) => ({
  title: (server: string, count: number): Rich =>
    count === 1 ? rich`${bold(server)}: 1 account` : rich`${bold(server)}: ${count} accounts`,
  none: (server: string): Rich =>
    rich`${bold(server)}: no accounts yet. ${command('claude-login', server)} adds one.`,
  account: ({ email, file, provider, state }: Account): Rich =>
    rich`${accountIcons[state.kind]} ${bold(email ?? file)}${provider === undefined ? '' : ` · ${provider}`}`,
  /** `countsRequests`: the Management API was asked, and counts them from v6.9.46 on. */
  details: (account: Account, countsRequests: boolean): Rich =>
    lines([
      '   ',
      ...state(account),
      ...(account.state.kind === 'unreadable' ? [] : refreshed(account.lastRefreshAtMs)),
      ...(countsRequests ? requests(account.requests) : []),
    ]),
  more: (counts: readonly { readonly count: number; readonly state: string }[]): Rich =>
    rich`+${counts.map(({ count, state }) => `${count} ${state}`).join(', ')}`,
  fineServers: (count: number): Rich =>
    count === 1 ? rich`✅ 1 more server, all fine` : rich`✅ ${count} more servers, all fine`,
  counts: (counts: ClientCounts): Rich => rich`clients ${countsText(counts)}, as of ${moment(counts.atMs)}`,
  filesNow: (files: number): Rich => rich`The log has not counted since; credential files now: ${files}.`,
  noCounts: (): Rich => rich`CLIProxyAPI's log has no client counts.`,
  /** Why no requests are shown; `counted`: there are some. */
  management: (state: AccountsReport['management'], counted: boolean): Rich => {
    switch (state) {
      case 'no-key':
        return rich`Requests: unknown without a management key.`;
      case 'refused':
        return rich`Requests: unknown. The Management API refused the key and is not asked again: ${command('doctor')} says what to do.`;
      case 'unavailable':
        return rich`Requests: unknown. The Management API could not be asked.`;
      case 'answered':
        return counted ? [] : rich`Requests: unknown, this CLIProxyAPI does not count them.`;
    }
  },
  failed: (server: string, why: Rich): Rich => rich`🔌 ${bold(server)}: ${why}`,
  silent: (server: string, why: Rich | undefined): Rich =>
    why === undefined
      ? rich`⏳ ${bold(server)}: no answer yet`
      : rich`🔌 ${bold(server)}: no answer yet. ${why}`,
  noAnswerYet: 'no answer yet',
  summary: (servers: number, states: readonly { readonly count: number; readonly state: string }[]): string =>
    [
      servers === 1 ? '1 server' : `${servers} servers`,
      ...states.map(({ count, state }) => `${count} ${state}`),
    ].join(' · '),
  buttons: {
    refresh: 'Refresh',
    again: 'Log in again',
    againOn: (server: string): string => `Log in again: ${server}`,
  },
});

function state({ expiresAtMs, refreshable, state }: Account): Rich {
  const when = expiresAtMs === undefined ? [] : [' ', moment(expiresAtMs)];
  switch (state.kind) {
    case 'fine':
      return expiresAtMs === undefined ? rich`fine, expiry unknown` : rich`fine, expires${when}`;
    case 'expires-soon':
      return refreshable === true
        ? rich`expires${when}, not refreshed in time`
        : rich`expires${when}, cannot be refreshed`;
    case 'expired':
      return rich`expired${when}`;
    case 'disabled':
      return rich`disabled`;
    case 'cooling': {
      const until = state.untilMs === undefined ? [] : rich` until ${moment(state.untilMs)}`;
      return rich`cooling down${until}${state.reason === undefined ? '' : `: ${state.reason}`}`;
    }
    case 'needs-login':
      return rich`needs login: ${state.reason}`;
    case 'unreadable':
      return rich`cannot be read as a credential`;
    case 'unknown':
      return expiresAtMs === undefined ? rich`state and expiry unknown` : rich`state unknown`;
  }
}

function refreshed(atMs: number | undefined): Rich {
  return atMs === undefined ? rich` · last refresh unknown` : rich` · refreshed ${moment(atMs)}`;
}

function requests(of: Account['requests']): Rich {
  if (of === undefined) return [];
  const all = of.succeeded + of.failed;
  const count = all === 1 ? '1 request' : `${all} requests`;
  return of.failed === 0 ? rich` · ${count}` : rich` · ${count}, ${of.failed} failed`;
}

export type AccountsWords = ReturnType<typeof accounts>;
