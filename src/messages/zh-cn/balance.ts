import type { Part } from '../../chat/platform';
import { variableOf } from '../../config/variables';
import type { ProblemOf } from '../../errors';
import type { Strategy } from '../../jobs/reports';
import type { BalanceWords } from '../en/balance';
import type { ProblemSentences } from '../en/problems';
import { bold, code, list, rich } from '../rich';
import type { WriteCommand } from '../write-command';

const meanings: Readonly<Record<Strategy, string>> = {
  'round-robin': '所有账号轮流使用',
  'fill-first': '先用完一个账号，再用下一个',
  'weighted-round-robin': '按各账号的权重轮流使用',
};

/** What is said of how accounts are chosen. */
export const balance = (command: WriteCommand): BalanceWords => ({
  now: (server, strategy) => rich`⚖️ ${bold(server)} 的策略是 ${bold(strategy)}：${meanings[strategy]}。`,
  unknownNow: (server, word) =>
    rich`⚠️ ${bold(server)}：${code('routing.strategy')} 写的是 ${code(word)}，这个版本不认识，实际按 ${bold('round-robin')} 运行：${meanings['round-robin']}。`,
  other: strategy => rich`• ${bold(strategy)}：${meanings[strategy]}`,
  noOther: () => rich`这个版本没有别的策略；v6.6.42 起才有 ${bold('fill-first')}。`,
  changing: server => rich`⏳ 正在更改 ${bold(server)} 选择账号的策略…`,
  changed: (server, before, strategy) =>
    rich`✅ ${bold(server)}：${before} → ${bold(strategy)}（${meanings[strategy]}）。`,
  inFile: () => rich`已写入 config.yaml，CLIProxyAPI 也已重新读取。`,
  same: (server, strategy) => rich`${bold(server)} 本来就是 ${bold(strategy)}，没有改动。`,
  called: (typed, strategy) => rich`${code(typed)} 在 CLIProxyAPI 里叫 ${bold(strategy)}。`,
  guideBlock: server =>
    rich`config.yaml 里有 ${code('load_balancing:')} 这一段。它不起作用，CLIProxyAPI 从来没有这个配置：请删掉它，改用 ${command('balance', server)}。`,
});

/** One sentence for each reason why the strategy cannot be read or changed. */
export const balanceProblems = (command: WriteCommand) =>
  ({
    'no-such-strategy': p =>
      rich`CLIProxyAPI 没有 ${code(p.typed)} 这个策略，从来没有过：写它的教程有误。请从这些里选：${list('、', p.known)}。`,
    'strategy-too-new': p =>
      rich`${bold(p.server)} 上的 CLIProxyAPI${p.version === undefined ? '' : `（${p.version}）`}还不支持 ${bold(p.strategy)}，${p.since} 起才有。请升级，或用 ${command('balance', p.server)} 选别的策略。`,
    'config-unreadable': p => flaw(p),
    'config-refused': p => rich`${bold(p.server)} 上的 CLIProxyAPI 拒绝了新配置：${p.detail} ${after(p)}`,
    'config-not-reloaded': p =>
      rich`${bold(p.server)} 上的 CLIProxyAPI 在 ${p.seconds} 秒内没有读取新配置。${after(p)}${command('logs', p.server)} 里也许有原因。`,
    'config-unconfirmed': p =>
      rich`与 ${bold(p.server)} 的连接中途断开，新配置可能生效了，也可能没有。请用 ${command('balance', p.server)} 查看。`,
  }) satisfies Partial<ProblemSentences>;

function after({ left }: { readonly left?: true }): string {
  return left === true ? '期间有人改动了 config.yaml，所以我没有动它，请检查。' : '我已恢复原来的配置。';
}

function flaw({ line, path, server, why }: ProblemOf<'config-unreadable'>): readonly Part[] {
  const reason = {
    missing: rich`不存在，请用 ${code(variableOf(server, 'CONFIG'))} 设置它的位置`,
    'too-large': rich`太大，不像是配置文件`,
    'not-yaml': rich`不是我能读懂的 YAML`,
    'several-documents': rich`里有多个文档，而 CLIProxyAPI 只读第一个`,
    'key-twice': rich`里有重复的键`,
    reference: rich`在策略那里用了锚点或引用，改它会影响别处`,
    unusual: rich`的写法让我没法只改策略这一处`,
  }[why];
  const where = line === undefined ? '' : `（第 ${line} 行）`;
  return rich`${bold(server)} 上的 ${code(path)} ${reason}${where}。没有做任何改动。`;
}
