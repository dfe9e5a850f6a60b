import type { WriteCommand } from '../write-command';
import { loginCommandWords } from '../login-commands';
import type { Conversation } from '../en/conversation';
import { accounts } from './accounts';
import { alerts } from './alerts';
import { balance } from './balance';
import { login, loginCommands, otherLogins } from './login';
import { imports } from './import';
import { onehub } from './onehub';
import { operate } from './operate';
import { picture } from './picture';
import { test } from './test';
import { block, bold, code, lines, list, rich } from '../rich';

export const conversation = (command: WriteCommand): Conversation => ({
  fault: reference =>
    rich`我这边出了问题（编号 ${code(reference)}）。请重试；管理员可以凭这个编号在日志里找到原因。`,

  fileOption: '文件',

  commands: {
    'claude-login': {
      description: '在服务器上登录一个 Claude 账号',
      options: { server: '哪台服务器；只有一台时可以不写' },
    },
    ...loginCommandWords(loginCommands, '哪台服务器；只有一台时可以不写'),
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
    balance: {
      description: '查看或更改选择账号的策略',
      options: {
        server: '哪台服务器；只有一台时可省略',
        strategy: 'round-robin、fill-first、weighted-round-robin；不写则显示当前策略',
      },
    },
    test: {
      description: '让模型说句话，看账号是否可用',
      options: {
        server: '哪台服务器；只有一台时可省略',
        model: '哪个模型，或名字的一部分；不写则列出全部',
      },
    },
    import: {
      description: '导入凭证文件，或从另一台服务器带一个账号过来',
      options: {
        to: '哪台服务器；不写则询问',
        from: '不用文件，而是从这台服务器带账号',
        account: '账号的邮箱或文件名；不写则询问',
        email: 'Claude CLI 的文件是谁的账号（邮箱）',
      },
    },
    onehub: {
      description: 'One-Hub 的渠道，或把服务器接入 One-Hub',
      options: { server: '要接入的服务器；不写则列出渠道' },
    },
    help: { description: '我能做什么', options: {} },
    whoami: { description: '你的 ID，以及如何获得权限', options: {} },
  },

  choices: { picture: '图片' },

  otherLogins,
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

  login,

  callback: { accepted: server => rich`谢谢，正在验证 ${bold(server)} 的登录…` },
  cancel: {
    asked: server => rich`正在取消 ${bold(server)} 的登录…`,
    which: servers => rich`取消哪一个？你在这些服务器上有登录：${list('、', servers)}。`,
  },

  accounts: accounts(command),
  alerts: alerts(command),
  onehub: onehub(command),
  operate: operate(command),
  imports: imports(command),
  balance: balance(command),
  test: test(command),
  picture,
});
