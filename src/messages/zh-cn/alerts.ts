import type { Part } from '../../chat/platform';
import type { ContainerTrouble, Trouble } from '../../jobs/incident';
import { countsText } from '../counts';
import type { AlertsWords } from '../en/alerts';
import { duration } from './duration';
import { bold, code, list, moment, rich } from '../rich';
import type { WriteCommand } from '../write-command';

type Rich = readonly Part[];

/** Files of a fall in clients that are named: a whole directory can be gone. */
const mostMissing = 4;

/** What is said of incidents, and of alerts about them. */
export const alerts = (command: WriteCommand): AlertsWords => ({
  title: (icon, server, what) => rich`${icon} ${bold(server)}：${what}`,
  trouble: (trouble, isOver) => {
    switch (trouble.kind) {
      case 'container':
        return containerText(trouble, isOver);
      case 'unreachable':
        return rich`连不上`;
      case 'needs-login':
        return rich`${who(trouble)}需要重新登录`;
      case 'not-refreshing':
        return rich`${who(trouble)}没有按时刷新，到期时间 ${moment(trouble.expiresAtMs)}`;
      case 'appeared':
        return rich`多了账号 ${who(trouble, '')}，不是通过我登录的`;
      case 'vanished':
        return rich`账号 ${who(trouble)}不见了，不是我删的`;
      case 'clients-fell': {
        const { before, after, missing } = trouble;
        const without = missing.length === 0 ? '' : rich`，没有了 ${list('、', missing, mostMissing)}`;
        return rich`clients 减少了：${before.clients} → ${countsText(after)}${without}`;
      }
      case 'provider-unusable': {
        const { provider, accounts } = trouble;
        const earlier = isOver ? '之前' : '';
        const only = accounts === 1 ? '唯一的' : `全部 ${accounts} 个`;
        return rich`${only} ${provider} 账号${earlier}用不了`;
      }
    }
  },
  over: (trouble, ms) => {
    switch (trouble.kind) {
      case 'container':
        return rich`恢复正常，中断了 ${duration(ms)}`;
      case 'unreachable':
        return rich`又能连上了，断了 ${duration(ms)}`;
      case 'needs-login':
        return rich`${who(trouble)}恢复正常`;
      case 'not-refreshing':
        return rich`${who(trouble)}又在刷新了`;
      case 'appeared':
        return rich`新账号 ${who(trouble)}已处理`;
      case 'vanished':
        return rich`账号 ${who(trouble)}回来了`;
      case 'clients-fell':
        return rich`clients 数量恢复了`;
      case 'provider-unusable':
        return rich`${trouble.provider} 账号又能用了`;
    }
  },
  since: atMs => rich`开始于 ${moment(atMs)}`,
  began: atMs => rich`开始于 ${moment(atMs)}`,
  happened: atMs => rich`发生于 ${moment(atMs)}`,
  late: '，补发',
  answers: atMs => rich`端口已恢复响应（${moment(atMs)}），正在观察是否稳定。`,
  reason: reason => rich`CLIProxyAPI 说：${reason}`,
  otherLogin: provider => rich`${provider} 账号我没法登录，请在服务器上或网页面板里登录。`,
  joined: (count, open) =>
    open === 0
      ? rich`✅ 同时有 ${count} 条告警，均已结束`
      : rich`⚠️ 同时有 ${count} 条告警，${open === count ? '均' : `${open} 条`}未结束`,
  joinedEnd: count => (count === 1 ? rich`✅ 已结束：` : rich`✅ ${count} 条告警已结束：`),
  buttons: {
    restart: '重启',
    log: '看日志',
    doctor: '查原因',
    mute: '静音 2 小时',
    unmute: '取消静音',
    refresh: '刷新',
  },

  muted: (servers, untilMs) => rich`🔕 ${of(servers)}的告警已静音，直到 ${moment(untilMs)}。`,
  unmuted: servers => rich`🔔 ${of(servers)}的告警已恢复。`,
  notMuted: servers => rich`${of(servers)}的告警没有静音。`,
  stillMuted: mute =>
    rich`所有服务器都在静音，直到 ${moment(mute.untilMs)}（${mute.by} 设置）。用 ${command('unmute')} 结束。`,

  fine: servers => rich`✅ ${list('、', servers)} 一切正常。`,
  open: count => rich`现在有 ${count} 个问题：`,
  more: count => rich`… 还有 ${count} 个`,
  unknown: servers => rich`❔ 还没有查看过 ${list('、', servers)}。`,
  unwatched: (server, sinceMs) =>
    rich`❔ ${moment(sinceMs)} 之后没有再查看过 ${bold(server)}。worker 在运行吗？`,
  mutedLine: (server, mute, passedOver) => {
    const meanwhile = passedOver === 0 ? '' : `期间有 ${passedOver} 个问题出现后已结束。`;
    const what = server === undefined ? '所有服务器' : bold(server);
    return rich`🔕 ${what}：静音到 ${moment(mute.untilMs)}，由 ${mute.by} 设置。${meanwhile}`;
  },
  moreMuted: count => rich`🔕 … 还有 ${count} 台`,
  nowhere: () => rich`这些不会发到任何聊天：请管理员在机器人的 .env 里用 ${code('ALERTS')} 指定一个。`,
});

function containerText(trouble: ContainerTrouble, isOver: boolean): Rich {
  const { ends, exitCode, by, image } = trouble;
  const exit = exitCode === undefined ? '' : `（退出码 ${exitCode}）`;
  const times = ends > 1 ? ` ${ends} 次` : '';
  const earlier = isOver ? '之前' : '';
  switch (trouble.cause) {
    case 'crashed':
      return exitCode === 0
        ? rich`CLIProxyAPI 自己退出了${times}${exit}`
        : rich`CLIProxyAPI 崩溃了${times}${exit}`;
    case 'out-of-memory':
      return rich`CLIProxyAPI 因内存不足被系统结束了${times}`;
    case 'loops':
      return isOver
        ? rich`CLIProxyAPI 崩溃了${times}${exit}`
        : rich`CLIProxyAPI 反复崩溃，已 ${ends} 次${exit}`;
    case 'stopped':
      return rich`CLIProxyAPI 被人在服务器上停止了`;
    case 'restarted':
      return rich`CLIProxyAPI 被人在服务器上重启了`;
    case 'restarted-by-us':
      return by === undefined ? rich`我重启了 CLIProxyAPI` : rich`我重启了 CLIProxyAPI（应 ${by} 的要求）`;
    case 'recreated':
      return image === undefined
        ? rich`CLIProxyAPI 的容器重建了`
        : rich`CLIProxyAPI 的容器重建了：${image.before} → ${image.after}`;
    case 'removed':
      return rich`容器 ${code(trouble.container)} ${earlier}不见了`;
    case 'paused':
      return rich`CLIProxyAPI ${earlier}被暂停了`;
    case 'docker-restarted':
      return rich`Docker 或整台服务器重启了`;
    case 'unhealthy':
      return rich`CLIProxyAPI 在运行，但${earlier}健康检查没有通过`;
    case 'not-answering':
      return rich`CLIProxyAPI 在运行，但${earlier}端口没有响应`;
  }
}

/** `after` parts the name from what follows, where nothing else does. */
function who({ email, file, provider }: Extract<Trouble, { readonly file: string }>, after = ' '): Rich {
  return rich`${bold(email ?? file)}${provider === undefined ? after : `（${provider}）`}`;
}

function of(servers: readonly string[] | 'all'): Rich {
  return servers === 'all' ? rich`所有服务器` : rich`${list('、', servers)} `;
}
