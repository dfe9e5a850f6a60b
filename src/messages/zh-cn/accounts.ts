import { countsText } from '../counts';
import type { AccountsWords } from '../en/accounts';
import type { WriteCommand } from '../write-command';
import { bold, code, moment, rich } from '../rich';

/** What is said of accounts. */
export const accounts = (command: WriteCommand): AccountsWords => ({
  looking: () => rich`正在查看…`,
  title: (server, count) => rich`${bold(server)}：${count} 个账号`,
  none: server => rich`${bold(server)}：还没有账号。用 ${command('claude-login', server)} 添加。`,
  account: (who, provider) => rich`• ${bold(who)}${provider === undefined ? '' : ` · ${provider}`}`,
  expires: atMs => rich`   到期 ${moment(atMs)}`,
  expired: atMs => rich`   已过期 ${moment(atMs)}`,
  expiryUnknown: () => rich`   到期时间未知`,
  refreshed: atMs => rich`，刷新于 ${moment(atMs)}`,
  disabled: '，已停用',
  unreadable: file => rich`• ${code(file)}：不是可以读取的凭证`,
  counts: counts => rich`clients ${countsText(counts)}，截至 ${moment(counts.atMs)}`,
  filesNow: files => rich`日志之后没有再统计；现在的凭证文件：${files} 个。`,
  noCounts: () => rich`CLIProxyAPI 的日志里没有 clients 数量。`,
  failed: (server, why) => rich`${bold(server)}：${why}`,
});
