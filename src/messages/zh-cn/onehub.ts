import { variableOf } from '../../config/variables';
import type { OneHubChange, OneHubChannel } from '../../jobs/reports';
import type { OneHubWords } from '../en/onehub';
import type { ProblemSentences } from '../en/problems';
import { block, bold, code, lines, list, moment, rich } from '../rich';
import type { WriteCommand } from '../write-command';

/** Names of servers without a channel that are said. */
const mostMissing = 4;

/** What is said of One-Hub and its channels. */
export const onehub = (command: WriteCommand): OneHubWords => ({
  looking: () => rich`⏳ 正在查询 One-Hub…`,
  connecting: server => rich`⏳ 正在把 ${bold(server)} 接入 One-Hub 并测试渠道，可能需要一分钟…`,

  title: count => rich`One-Hub：${count} 个渠道指向我们的服务器。`,
  none: () => rich`One-Hub 里还没有指向我们服务器的渠道。`,
  channel: channel => {
    const { models, name, responseMs, server, testedAtMs } = channel;
    const test =
      testedAtMs === undefined
        ? rich`未测试过`
        : rich`测试于 ${moment(testedAtMs)}：${seconds(responseMs ?? 0)}`;
    return rich`${iconOf(channel)} ${bold(server)} – ${code(name)}：${stateOf(channel)}，${models} 个模型，${test}`;
  },
  more: count => rich`… 还有 ${count} 个`,
  missing: servers =>
    rich`还没有渠道：${list('、', servers, mostMissing)}。用 ${command('onehub', servers[0])} 添加。`,

  connected: ({ added, channel, changed }) => {
    const { models, name, server } = channel;
    if (added) return rich`✅ ${bold(server)} 已接入 One-Hub：渠道 ${code(name)}，${models} 个模型。`;
    if (changed.length === 0)
      return rich`✅ ${bold(server)} 的渠道 ${code(name)} 无需更新：${models} 个模型。`;
    const what = changed.map(change => changes[change]).join('、');
    return rich`✅ ${bold(server)} 的渠道 ${code(name)} 已更新：${what}。共 ${models} 个模型。`;
  },
  tested: (model, ms) => rich`One-Hub 用 ${code(model)} 测试成功，用时 ${seconds(ms)}。`,
  testFailed: (model, reason) =>
    reason === undefined
      ? rich`⚠️ One-Hub 用 ${code(model)} 的测试一分钟内没有结束。请稍后再试。`
      : lines(rich`⚠️ One-Hub 用 ${code(model)} 测试失败。它说：`, [block(reason)]),
  switchedOn: () => rich`这个渠道之前因出错被 One-Hub 自动禁用，现在已重新启用。`,
  stillOff: state =>
    state === 'off'
      ? rich`这个渠道是有人手动禁用的，所以我没有启用它。请在 One-Hub 后台启用。`
      : rich`这个渠道已被 One-Hub 自动禁用。测试成功后我会重新启用它。`,

  buttons: {
    connect: server => `接入 ${server}`,
    update: server => `更新 ${server}`,
    again: '再测一次',
    all: '全部渠道',
  },
});

const changes: Readonly<Record<OneHubChange, string>> = {
  address: '修正了地址',
  models: '模型',
  key: '密钥',
  type: '类型',
};

function iconOf({ astray, state }: OneHubChannel): string {
  if (state === 'off') return '⏸';
  return astray === true || state === 'auto-off' ? '⚠️' : '✅';
}

function stateOf({ astray, state }: OneHubChannel): string {
  const said = { on: '已启用', off: '已手动禁用', 'auto-off': '被 One-Hub 自动禁用' }[state];
  return astray === true ? `${said}，但地址不对` : said;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} 秒`;
}

export const onehubProblems = (command: WriteCommand) =>
  ({
    'onehub-not-configured': () =>
      rich`还不知道 One-Hub 在哪里。请管理员在机器人的 .env 里设置 ${code('ONEHUB_URL')} 和 ${code('ONEHUB_TOKEN')}，然后重启机器人。`,
    'onehub-unreachable': p =>
      p.via === undefined
        ? rich`连不上 One-Hub（${code(p.host)}）。它在运行吗？如果只有某台服务器能访问它，请在 ${code('ONEHUB_VIA')} 里写上那台服务器。`
        : rich`从 ${bold(p.via)} 连不上 One-Hub（${code(p.host)}）。它在运行吗？请检查 ${code('ONEHUB_URL')}：应是从那台服务器看到的地址。`,
    'onehub-token-refused': () =>
      rich`One-Hub 不接受 ${code('ONEHUB_TOKEN')}。它必须是管理员的 access token：请在 One-Hub 的个人设置里重新复制。`,
    'onehub-refused': p => lines(rich`One-Hub 拒绝了请求。它说：`, [block(p.reason)]),
    'onehub-odd': p =>
      rich`${code(p.host)} 上响应的不是 One-Hub 的 API。请检查 ${code('ONEHUB_URL')}：应是 One-Hub 自己的地址，如果它会跳转到 https 就写 https。`,
    'onehub-limited': () => rich`One-Hub 暂时不再接受这里的请求（三分钟内最多 300 次）。请三分钟后再试。`,
    'onehub-under-way': p =>
      rich`${bold(p.server)} 正在接入 One-Hub（开始于 ${moment(p.atMs)}）。一分钟后用 ${command('onehub')} 查看。`,
    'onehub-same-address': p =>
      rich`One-Hub 分不清 ${bold(p.server)} 和 ${bold(p.other)}：两者的地址都是 ${code(p.address)}。请用 ${code(variableOf(p.server, 'API_URL'))} 给它设置一个独有的地址。`,
  }) satisfies Partial<ProblemSentences>;
