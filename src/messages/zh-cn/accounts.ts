import type { Part } from '../../chat/platform';
import { countsText } from '../counts';
import type { Account } from '../../jobs/account';
import { accountIcons } from '../account-icons';
import type { AccountsWords } from '../en/accounts';
import type { WriteCommand } from '../write-command';
import { bold, lines, moment, rich } from '../rich';

type Rich = readonly Part[];

/** What is said of accounts. */
export const accounts = (command: WriteCommand): AccountsWords => ({
  title: (server, count) => rich`${bold(server)}：${count} 个账号`,
  none: server => rich`${bold(server)}：还没有账号。用 ${command('claude-login', server)} 添加。`,
  account: ({ email, file, provider, state }) =>
    rich`${accountIcons[state.kind]} ${bold(email ?? file)}${provider === undefined ? '' : ` · ${provider}`}`,
  details: (account, countsRequests) =>
    lines([
      '   ',
      ...state(account),
      ...(account.state.kind === 'unreadable' ? [] : refreshed(account.lastRefreshAtMs)),
      ...(countsRequests ? requests(account.requests) : []),
    ]),
  more: counts => rich`另有 ${counts.map(({ count, state }) => `${count} 个${state}`).join('、')}`,
  fineServers: count => rich`✅ 另有 ${count} 台服务器，一切正常`,
  counts: counts => rich`clients ${countsText(counts)}，截至 ${moment(counts.atMs)}`,
  filesNow: files => rich`日志之后没有再统计；现在的凭证文件：${files} 个。`,
  noCounts: () => rich`CLIProxyAPI 的日志里没有 clients 数量。`,
  management: (state, counted) => {
    switch (state) {
      case 'no-key':
        return rich`请求数：未知（没有设置管理密钥）。`;
      case 'refused':
        return rich`请求数：未知。管理 API 拒绝了密钥，不会再问。用 ${command('doctor')} 看怎么办。`;
      case 'unavailable':
        return rich`请求数：未知。管理 API 无法查询。`;
      case 'answered':
        return counted ? [] : rich`请求数：未知，这个版本的 CLIProxyAPI 不统计。`;
    }
  },
  failed: (server, why) => rich`🔌 ${bold(server)}：${why}`,
  silent: (server, why) =>
    why === undefined ? rich`⏳ ${bold(server)}：还没有回答` : rich`🔌 ${bold(server)}：还没有回答。${why}`,
  noAnswerYet: '还没有回答',
  summary: (servers, states) =>
    [`${servers} 台服务器`, ...states.map(({ count, state }) => `${count} 个${state}`)].join(' · '),
  buttons: { refresh: '刷新', again: '重新登录', againOn: server => `重新登录：${server}` },
});

function state({ expiresAtMs, refreshable, state }: Account): Rich {
  const when = expiresAtMs === undefined ? [] : [' ', moment(expiresAtMs)];
  switch (state.kind) {
    case 'fine':
      return expiresAtMs === undefined ? rich`正常，到期时间未知` : rich`正常，到期${when}`;
    case 'expires-soon':
      return refreshable === true ? rich`到期${when}，没有按时刷新` : rich`到期${when}，无法自动刷新`;
    case 'expired':
      return rich`已过期${when}`;
    case 'disabled':
      return rich`已停用`;
    case 'cooling': {
      const until = state.untilMs === undefined ? [] : rich`，到 ${moment(state.untilMs)}`;
      return rich`冷却中${until}${state.reason === undefined ? '' : `：${state.reason}`}`;
    }
    case 'needs-login':
      return rich`需要登录：${state.reason}`;
    case 'unreadable':
      return rich`不是可以读取的凭证`;
    case 'unknown':
      return expiresAtMs === undefined ? rich`状态和到期时间未知` : rich`状态未知`;
  }
}

function refreshed(atMs: number | undefined): Rich {
  return atMs === undefined ? rich` · 上次刷新未知` : rich` · 刷新于 ${moment(atMs)}`;
}

function requests(of: Account['requests']): Rich {
  if (of === undefined) return [];
  const all = of.succeeded + of.failed;
  return of.failed === 0 ? rich` · ${all} 次请求` : rich` · ${all} 次请求，${of.failed} 次失败`;
}
