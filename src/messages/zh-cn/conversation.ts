import type { WriteCommand } from '../write-command';
import { countsText } from '../counts';
import type { Conversation } from '../en/conversation';
import { accounts } from './accounts';
import { alerts } from './alerts';
import { operate } from './operate';
import { picture } from './picture';
import { block, bold, code, lines, list, moment, rich } from '../rich';

export const conversation = (command: WriteCommand): Conversation => ({
  fault: reference =>
    rich`我这边出了问题（编号 ${code(reference)}）。请重试；管理员可以凭这个编号在日志里找到原因。`,

  fileOption: '文件',

  commands: {
    'claude-login': {
      description: '在服务器上登录一个 Claude 账号',
      options: { server: '哪台服务器；只有一台时可以不写' },
    },
    callback: {
      description: '交回浏览器最后停在的地址',
      options: { address: '完整地址：http://localhost:54545/callback?code=…' },
    },
    cancel: { description: '结束你的登录', options: { server: '哪台服务器（如果你有几个登录）' } },
    accounts: {
      description: '账号和 clients 数量',
      options: { server: '哪台服务器；不写则全部', view: '以图片显示' },
    },
    mute: {
      description: '暂停告警一段时间',
      options: { for: '多久：30m、2h、1d', server: '哪台服务器；省略则全部' },
    },
    unmute: { description: '恢复告警', options: { server: '哪台服务器；省略则全部' } },
    alerts: { description: '现在有什么问题，哪些已静音', options: { server: '哪台服务器；省略则全部' } },
    restart: { description: '重启 CLIProxyAPI', options: { server: '哪台服务器；只有一台时可省略' } },
    logs: {
      description: 'CLIProxyAPI 日志的末尾',
      options: { server: '哪台服务器；只有一台时可省略', lines: '多少行' },
    },
    doctor: {
      description: '检查登录所需的一切，并给出修复办法',
      options: { server: '哪台服务器；只有一台时可省略' },
    },
    help: { description: '我能做什么', options: {} },
    whoami: { description: '你的 ID，以及如何获得权限', options: {} },
  },

  choices: { picture: '图片' },

  help: (commands, allowed) =>
    lines(
      ...commands.map(each => rich`${each.command} – ${each.description}`),
      !allowed && rich`你在这里还没有权限：${command('whoami')} 会告诉你怎样获得。`,
    ),

  whoami: (id, groups, rights, mayLogIn) =>
    lines(
      rich`你是 ${code(id)}${groups.length === 0 ? '' : `，在这里也算作 ${groups.join('、')}`}。`,
      rights.length === 0 ? rich`你还没有权限。` : rich`你的权限：${rights.join('、')}。`,
      !mayLogIn &&
        lines(rich`要允许你登录账号，请管理员在机器人的 .env 里加上这一行并重启：`, [
          block(`OPERATORS=${id}`),
        ]),
    ),

  login: {
    answered: (server, place, ahead) =>
      place <= 1
        ? rich`正在登录 ${bold(server)}：我会私信你。`
        : rich`你在 ${bold(server)} 排第 ${place} 位，前面是 ${ahead.join('、')}。我会私信你。`,
    answeredAgain: server => rich`你在 ${bold(server)} 的登录已经在进行，再发给你一次。`,
    openPrivateChat: '打开私聊',
    queued: (server, place, ahead) =>
      place <= 1
        ? rich`⏳ 登录 ${bold(server)}：即将开始…`
        : rich`⏳ 登录 ${bold(server)}：排第 ${place} 位，前面是 ${ahead.join('、')}。轮到你时我会写在这里。`,
    connecting: server => rich`⏳ 登录 ${bold(server)}：正在连接…`,
    waiting: (server, untilMs, tunnel, endedOrphan) =>
      lines(
        rich`🔑 登录 ${bold(server)}，截止 ${moment(untilMs)}。`,
        endedOrphan && rich`（之前有一个没人完成的登录占着端口，我已结束它。）`,
        rich`1. 点“授权”，用要登录的账号登录并同意。`,
        rich`2. 浏览器会停在一个打不开的页面，这是正常的：复制它的完整地址。`,
        rich`3. 把地址发到这里。`,
        tunnel !== undefined &&
          lines(rich`想用隧道？先在你的电脑上运行这行，就不用粘贴了：`, [block(tunnel)]),
      ),
    checking: server => rich`⏳ 登录 ${bold(server)}：收到，正在验证…`,
    loading: server => rich`⏳ 登录 ${bold(server)}：已保存，等待 CLIProxyAPI 加载…`,
    done: (server, who, replaced) =>
      replaced
        ? rich`✅ ${bold(who)} 已重新登录到 ${bold(server)}（凭证已替换）。`
        : rich`✅ ${bold(who)} 已登录到 ${bold(server)}（新账号）。`,
    counts: (before, after) => {
      if (after === undefined) return rich`CLIProxyAPI 的日志里没有 clients 数量。`;
      return before === undefined
        ? rich`clients ${countsText(after)}`
        : rich`clients ${before.clients} → ${countsText(after)}`;
    },
    restarted: () => rich`CLIProxyAPI 没有自己发现新文件，所以我重启了它。`,
    failed: (server, why) => rich`❌ 登录 ${bold(server)}：${why}`,
    cancelled: (server, why) => rich`⏹ 登录 ${bold(server)}：${why}`,
    resultFor: requester => rich`${requester}：`,
    buttons: { authorize: '授权', paste: '粘贴地址', cancel: '取消', again: '重新登录' },
    ask: {
      title: '粘贴地址',
      label: '那个打不开的页面的地址',
      example: 'http://localhost:54545/callback?code=…&state=…',
    },
  },

  callback: { accepted: server => rich`谢谢，正在验证 ${bold(server)} 的登录…` },
  cancel: {
    asked: server => rich`正在取消 ${bold(server)} 的登录…`,
    which: servers => rich`取消哪一个？你在这些服务器上有登录：${list('、', servers)}。`,
  },

  accounts: accounts(command),
  alerts: alerts(command),
  operate: operate(command),
  picture,
});
