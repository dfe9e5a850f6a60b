import { variableOf } from '../../config/variables';
import { balanceProblems } from './balance';
import { importProblems } from './import';
import { loginProblems } from './login';
import { onehubProblems } from './onehub';
import { testProblems } from './test';
import { writingProblems } from './writing';
import type { WriteCommand } from '../write-command';
import type { ProblemSentences } from '../en/problems';
import { block, bold, code, lines, list, moment, rich } from '../rich';

export const problems = (command: WriteCommand): ProblemSentences => ({
  ...balanceProblems(command),
  ...importProblems(command),
  ...loginProblems(command),
  ...onehubProblems(command),
  ...testProblems(command),
  ...writingProblems(),

  'not-allowed': p => {
    const right = { viewer: 'VIEWERS', operator: 'OPERATORS', admin: 'ADMINS' }[p.need];
    const place = p.server === undefined ? rich`` : rich`在 ${bold(p.server)} 上`;
    return lines(
      rich`你${place}没有这个权限。管理员可以在机器人的 .env 里加上这一行，然后重启机器人：`,
      [block(`${right}=${p.you}`)],
      p.groupsHidden === true && rich`如果你的身份组或群有权限：我在私聊里看不到它，请到那里发命令。`,
    );
  },
  'unknown-command': p =>
    p.didYouMean === undefined
      ? rich`没有 ${code(p.typed)} 这个命令。全部命令见 ${command('help')}。`
      : rich`没有 ${code(p.typed)} 这个命令。你是想用 ${command(p.didYouMean)} 吗？`,
  'unknown-server': p =>
    p.didYouMean === undefined
      ? rich`没有名为 ${bold(p.typed)} 的服务器。现有：${list('、', p.known)}。`
      : rich`没有名为 ${bold(p.typed)} 的服务器。你是想写 ${bold(p.didYouMean)} 吗？`,
  'which-server': p => rich`哪台服务器？请在命令后写上名字：${list('、', p.known)}。`,
  'unexpected-words': p => rich`看不懂这里的 ${code(p.typed)}。请这样写：${code(p.usage)}`,
  'private-chat-closed': p =>
    p.platform === 'discord'
      ? rich`我没法私信你，而登录链接只能发给你本人。请在该服务器的隐私设置里允许成员私信，然后重新发命令。`
      : rich`我还不能私聊你，而登录链接只能发给你本人。请打开与我的私聊，点“开始”，然后重新发命令。`,
  'not-a-duration': p =>
    rich`看不懂时间 ${code(p.typed)}。请写成 ${code('30m')}、${code('2h')} 或 ${code('1d')}。`,
  'not-a-number': p => rich`${code(p.typed)} 不是有效的行数，请写 1 到 ${p.most} 之间的数字。`,
  'already-pressed': p => rich`${bold(p.by)} 已经按过了（${moment(p.atMs)}），不用再按。`,
  'question-too-old': () => rich`这个确认太久了，情况可能已经变化。请重新发送 ${command('restart')}。`,
  'incident-over': p =>
    rich`这件事已经结束，${bold(p.server)} 上不需要再处理。用 ${command('accounts', p.server)} 查看现在的情况。`,
  'no-login-of-yours': () => rich`你没有正在等待的登录。用 ${command('claude-login')} 开始一次。`,
  'login-is-over': () => rich`这次登录已经结束。用 ${command('claude-login')} 重新开始。`,
  'not-your-login': () => rich`这是别人的登录，只有本人或管理员可以结束它。`,

  'queue-unavailable': () =>
    rich`连不上任务队列（Redis），什么都没有开始。请一分钟后再试；如果一直这样，请管理员检查 Redis 和 REDIS_URL。`,
  'no-worker': () =>
    rich`没有 worker 及时接手，请求已撤回。请管理员确认有 ROLE=worker（或 both）的进程在运行。`,
  'worker-silent': () =>
    rich`接手的 worker 没有回复，可能已经执行，也可能没有。请先用 ${command('alerts')} 看看情况再重试。`,

  'paste-empty': () => rich`内容是空的。授权之后，请复制浏览器地址栏里的完整地址发到这里。`,
  'paste-not-an-address': () =>
    rich`这不是我要的地址。授权之后，浏览器会停在一个打不开的页面：请复制它的完整地址（以 ${code('localhost')} 开头）发到这里。`,
  'paste-is-the-link': () =>
    rich`这是我发给你的链接。请打开它并授权，然后把最后那个打不开的页面的地址发给我。`,
  'paste-no-code': () =>
    rich`地址里没有 code，多半是没复制全。请从 ${code('http')} 开始复制到末尾，再发一次。`,
  'paste-no-state': () => rich`地址的末尾（${code('state=…')}）不见了。请复制完整地址再发一次。`,
  'paste-other-login': () =>
    rich`这个地址属于另一次登录，可能来自旧链接。请重新打开本次登录的链接，授权后发送新的地址。`,
  'paste-already-delivered': () => rich`已经收到了，正在验证。`,
  'callback-unreachable': p =>
    p.port === undefined
      ? rich`${bold(p.server)} 上的 CLIProxyAPI 没有接收这次回调，你的 code 没有被使用。请再粘贴一次；如果一直这样，用 ${command('doctor', p.server)} 查找原因。`
      : lines(
          rich`连不上 ${bold(p.server)} 上的登录程序（容器端口 ${p.port.number}），你的 code 没有被使用。请再粘贴一次；或者在你的电脑上运行下面这行，然后重新打开链接：`,
          [block(p.port.tunnel)],
        ),

  'ssh-host-not-found': p =>
    rich`找不到服务器 ${bold(p.server)} 的主机名 ${code(p.host)}。请检查 ~/.ssh/config 里的 HostName 和机器人的网络。`,
  'ssh-refused': p =>
    rich`${bold(p.server)} 拒绝 SSH 连接（${code(`${p.host}:${p.port}`)}）。机器开着吗？~/.ssh/config 里的端口对吗？`,
  'ssh-timeout': p =>
    rich`${bold(p.server)} 没有响应（SSH ${code(`${p.host}:${p.port}`)}）。机器开着吗？防火墙可能拦住了机器人的地址。`,
  'ssh-auth-failed': p =>
    lines(
      rich`${bold(p.server)} 不让 ${code(p.user)} 通过 SSH 登录。`,
      p.tried.length === 0
        ? rich`没有可用的密钥：请在 ~/.ssh/config 里写 IdentityFile，或使用 ssh-agent。`
        : rich`试过：${p.tried.join('、')}。请把公钥加到服务器的 ~/.ssh/authorized_keys。`,
    ),
  'ssh-key-unreadable': p => {
    const why = {
      missing: '不存在',
      forbidden: '机器人没有权限读取（请检查属主和权限）',
      passphrase: '有密码保护：请设置 SSH_PASSPHRASE，或使用 ssh-agent',
      format: '不是可以识别的私钥',
    }[p.why];
    return rich`${bold(p.server)} 的 SSH 密钥 ${code(p.file)} ${why}。`;
  },
  'ssh-config-unreadable': p =>
    rich`读不了 SSH 配置 ${code(p.file)}，不知道怎么连接 ${bold(p.server)}。请检查属主和权限。`,
  'host-key-unknown': p =>
    lines(
      rich`第一次见到 ${bold(p.server)}（${code(p.host)}），未经确认不会信任它。它的密钥指纹是：`,
      [block(p.fingerprint)],
      rich`核对无误后，请管理员在机器人所在的机器上运行一次：`,
      [block(p.fix)],
    ),
  'host-key-changed': p =>
    lines(
      rich`${bold(p.server)}（${code(p.host)}）的主机密钥变了：可能有人在监听，也可能服务器重装过。我没有连接。现在的指纹是：`,
      [block(p.fingerprint)],
      rich`只有在你清楚原因时才运行：`,
      [block(p.fix)],
    ),
  'known-hosts-unreadable': p =>
    rich`读不了 ${code(p.file)}，无法确认 ${bold(p.server)} 的身份，所以没有连接。请检查属主和权限。`,
  'connection-lost': p =>
    rich`与 ${bold(p.server)} 的连接断开了。如果那边有登录程序在运行，正在结束它，没有任何改动。请稍后重试。`,
  'ssh-failed': p => rich`SSH 连接 ${bold(p.server)} 失败：${p.detail}。`,

  'docker-permission': p =>
    lines(rich`${code(p.user)} 在 ${bold(p.server)} 上没有使用 Docker 的权限。请在服务器上运行一次：`, [
      block(p.fix),
    ]),
  'docker-absent': p =>
    rich`${bold(p.server)} 上的 Docker 没有响应（${code(p.socket)}）。它在运行吗？其他 socket 用 ${code(variableOf(p.server, 'DOCKER_SOCKET'))} 设置。`,
  'docker-failed': p => rich`${bold(p.server)} 上的 Docker 报告：${p.detail}`,
  'container-missing': p =>
    lines(
      rich`${bold(p.server)} 上没有名为 ${code(p.container)} 的容器。`,
      p.others.length === 0
        ? rich`那里一个容器都没有：请先启动 CLIProxyAPI。`
        : rich`现有：${p.others.join('、')}。请用 ${code(variableOf(p.server, 'CONTAINER'))} 设置正确的名字。`,
    ),
  'container-down': p =>
    lines(rich`${bold(p.server)} 上的容器 ${code(p.container)} 没有运行（${p.status}）。请在服务器上运行：`, [
      block(`docker start ${p.container}`),
    ]),

  'no-answer': p =>
    rich`${bold(p.server)} 上的容器 ${code(p.container)} 在运行，但端口 ${p.port} 已有 ${p.seconds} 秒没有响应。用 ${command('logs', p.server)} 看原因，或用 ${command('doctor', p.server)} 全面检查。`,
  'program-missing': p =>
    rich`${bold(p.server)} 的容器里没有 ${code(p.program)}。请用 ${code(variableOf(p.server, 'PROGRAM'))} 设置它的位置。`,
  'program-config': p => rich`${bold(p.server)} 上的 CLIProxyAPI 无法用现有配置启动：${p.detail}`,
  'port-in-use': p =>
    rich`${bold(p.server)} 的容器里端口 ${p.port} 被占用，而且不是我能结束的登录。请关掉占用它的程序（网页面板里的登录？）或重启容器。`,
  'no-link': p =>
    rich`${bold(p.server)} 上的 CLIProxyAPI 没有给出链接。${p.detail === undefined ? '' : `它说：${p.detail}。`}请重试；服务器上的 ${code('docker logs')} 可能有更多信息。`,
  denied: () => rich`你选择了不授权。没有任何改动。`,
  'timed-out': p => rich`${p.minutes} 分钟内没有人授权，登录已结束。没有任何改动。`,
  cancelled: p => (p.by === '' ? rich`已取消。没有任何改动。` : rich`已由 ${p.by} 取消。没有任何改动。`),
  interrupted: () => rich`登录途中机器人重启了，登录已结束，没有任何改动。请重新开始。`,
  'callback-rejected': p => rich`CLIProxyAPI 没有接受这个地址：${p.detail}。请重新开始并使用新链接。`,
  'exchange-failed': p =>
    lines(
      rich`提供方没有接受这个 code。${p.detail === undefined ? '' : `它说：${p.detail}`}`,
      p.outdated === undefined
        ? rich`code 只能用一次，几分钟内有效：请重新开始并立即粘贴。如果一直这样，请升级 CLIProxyAPI。`
        : rich`CLIProxyAPI ${p.outdated} 太旧：它把 code 发到了一个现在会拒绝的地址。请升级到 v6.8.23 或更新版本。`,
    ),
  'exchange-silent': p =>
    rich`提供方 ${p.seconds} 秒内没有响应，登录已结束。请重试；如果一直这样，可能是服务器连不上它。`,
  'save-failed': p => rich`账号没能保存：${p.detail}。请检查凭证目录的空间和权限。`,
  'file-not-seen': p =>
    rich`CLIProxyAPI 说保存了 ${code(p.path)}，但文件不在，或者没有变化。请检查凭证目录的挂载，然后重新登录。`,
  'not-loaded': p =>
    rich`${code(p.file)} 已保存，但 CLIProxyAPI 没有加载它，重启之后也没有。请查看服务器上的 ${code('docker logs')}。`,
  'login-failed': p =>
    p.detail === undefined
      ? rich`登录没有成功${p.exitCode === undefined ? '' : `（退出码 ${p.exitCode}）`}，CLIProxyAPI 没有说明原因。请重试。`
      : rich`登录没有成功。CLIProxyAPI 说：${p.detail}`,
});
