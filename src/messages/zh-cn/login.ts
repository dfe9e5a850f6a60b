import type { Part } from '../../chat/platform';
import { countsText } from '../counts';
import type { loginCommands as enCommands, LoginWords, NamedLogin } from '../en/login';
import type { ProblemSentences } from '../en/problems';
import { exampleFor, titleOf } from '../providers';
import { block, bold, code, lines, moment, rich } from '../rich';
import type { WriteCommand } from '../write-command';

export const login: LoginWords = {
  answered: (of, place, ahead) =>
    place <= 1
      ? rich`正在登录 ${where(of)}：我会私信你。`
      : rich`你在 ${bold(of.server)} 排第 ${place} 位，前面是 ${ahead.join('、')}。我会私信你。`,
  answeredAgain: of =>
    rich`你在 ${bold(of.server)} 的${isClaude(of) ? '' : ` ${titleOf(of.provider)} `}登录已经在进行，再发给你一次。`,
  openPrivateChat: '打开私聊',
  queued: (of, place, ahead) =>
    place <= 1
      ? rich`⏳ ${loginTo(of)}：即将开始…`
      : rich`⏳ ${loginTo(of)}：排第 ${place} 位，前面是 ${ahead.join('、')}。轮到你时我会写在这里。`,
  connecting: of => rich`⏳ ${loginTo(of)}：正在连接…`,
  waiting: (of, untilMs, tunnel, endedOrphan) =>
    lines(
      rich`🔑 ${loginTo(of)}，截止 ${moment(untilMs)}。`,
      endedOrphan && rich`（之前有一个没人完成的登录占着端口，我已结束它。）`,
      rich`1. 点“授权”，用要登录的账号登录并同意。`,
      rich`2. 浏览器会停在一个打不开的页面，这是正常的：复制它的完整地址。`,
      rich`3. 把地址发到这里。`,
      tunnel !== undefined && lines(rich`想用隧道？先在你的电脑上运行这行，就不用粘贴了：`, [block(tunnel)]),
    ),
  confirming: (of, untilMs, userCode) =>
    lines(
      rich`🔑 ${loginTo(of)}，截止 ${moment(untilMs)}。`,
      rich`1. 点“打开页面”，用要登录的账号登录。`,
      userCode === undefined
        ? rich`2. 在页面上确认即可，验证码已在链接里。`
        : rich`2. 在页面上输入这个验证码并确认：${code(userCode)}`,
      rich`不用发任何东西到这里，我会自己发现。`,
    ),
  checking: of => rich`⏳ ${loginTo(of)}：收到，正在验证…`,
  loading: of => rich`⏳ ${loginTo(of)}：已保存，等待 CLIProxyAPI 加载…`,
  done: (of, who, replaced) =>
    replaced
      ? rich`✅ ${bold(who)} 已重新登录到 ${where(of)}（凭证已替换）。`
      : rich`✅ ${bold(who)} 已登录到 ${where(of)}（新账号）。`,
  counts: (before, after) => {
    if (after === undefined) return rich`CLIProxyAPI 的日志里没有 clients 数量。`;
    return before === undefined
      ? rich`clients ${countsText(after)}`
      : rich`clients ${before.clients} → ${countsText(after)}`;
  },
  restarted: () => rich`CLIProxyAPI 没有自己发现新文件，所以我重启了它。`,
  failed: (of, why) => rich`❌ ${loginTo(of)}：${why}`,
  cancelled: (of, why) => rich`⏹ ${loginTo(of)}：${why}`,
  resultFor: requester => rich`${requester}：`,
  buttons: {
    authorize: '授权',
    openPage: '打开页面',
    paste: '粘贴地址',
    cancel: '取消',
    again: '重新登录',
  },
  ask: provider => ({ title: '粘贴地址', label: '那个打不开的页面的地址', example: exampleFor(provider) }),
};

export const loginCommands: Readonly<Record<keyof typeof enCommands, string>> = {
  'codex-login': '在服务器上登录一个 Codex 账号',
  'codex-device-login': '用验证码登录一个 Codex 账号，不用粘贴',
  'antigravity-login': '在服务器上登录一个 Antigravity 账号',
  'kimi-login': '用验证码登录一个 Kimi 账号',
  'xai-login': '用验证码登录一个 xAI 账号',
};

export const otherLogins = '登录其他提供方的账号';

export const loginProblems = (command: WriteCommand) =>
  ({
    'program-too-old': p => {
      const version = p.version === undefined ? '' : `（${p.version}）`;
      return p.login === undefined
        ? rich`${bold(p.server)} 上的 CLIProxyAPI${version}不支持这种登录。请升级后再试。`
        : rich`${bold(p.server)} 上的 CLIProxyAPI${version}没有这种 ${titleOf(p.login.provider)} 登录（${code(p.login.flag)}）。请升级到 v${p.login.since} 或更新版本后再试。`;
    },
    'no-device-login': p =>
      rich`${bold(p.server)} 上的 CLIProxyAPI${p.version === undefined ? '' : `（${p.version}）`}登录 xAI 的方式只能在服务器本机上完成。请升级到 v7.2.64 或更新版本后再试。`,
    'nothing-to-paste': () => rich`这次登录不需要粘贴。请用按钮打开页面，输入验证码并确认，我会自己发现。`,
    'login-under-way': p =>
      rich`${bold(p.by)} 正在登录 ${bold(p.server)}。如果要登录另一个账号，请用 ${command(`${p.provider ?? 'claude'}-login`, p.server)}。`,
  }) satisfies Partial<ProblemSentences>;

function isClaude({ provider }: NamedLogin): boolean {
  return provider === 'claude';
}

function loginTo(of: NamedLogin): readonly Part[] {
  return isClaude(of) ? rich`登录 ${bold(of.server)}` : rich`${titleOf(of.provider)} 登录 ${bold(of.server)}`;
}

function where(of: NamedLogin): readonly Part[] {
  return isClaude(of) ? rich`${bold(of.server)}` : rich`${bold(of.server)} 的 ${titleOf(of.provider)}`;
}
