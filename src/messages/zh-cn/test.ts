import { variableOf } from '../../config/variables';
import type { Part } from '../../chat/platform';
import type { ProblemOf } from '../../errors';
import type { ProblemSentences } from '../en/problems';
import type { TestWords } from '../en/test';
import { bold, code, lines, list, moment, rich } from '../rich';
import type { WriteCommand } from '../write-command';

/** What is said while it is tried whether an account is usable. */
export const test = (command: WriteCommand): TestWords => ({
  looking: server => rich`⏳ 正在查询 ${bold(server)} 上的模型…`,
  asking: (server, model) => rich`⏳ 正在向 ${bold(server)} 上的 ${bold(model)} 提问…（最多一分钟）`,
  answered: (server, model, firstLine, ms) =>
    lines(
      rich`✅ ${bold(server)} 上的 ${bold(model)} 在 ${seconds(ms)} 秒内回答了${firstLine === '' ? '，但内容是空的。' : '：'}`,
      firstLine !== '' && [firstLine],
    ),
  failed: (server, why) => rich`❌ 测试 ${bold(server)}：${why}`,
  otherPort: port => rich`响应的是端口 ${port}，不是设置的那个。`,

  models: (server, count) => rich`${bold(server)} 提供 ${count} 个模型：`,
  family: (name, models, more) =>
    rich`${bold(name)}：${models.join('、')}${more === 0 ? '' : models.length === 0 ? String(more) : `、… +${more}`}`,
  moreFamilies: count => rich`… 另有 ${count} 个`,
  choose: server => rich`点一个来提问，或发送 ${command('test', `${server} <model>`)}。`,

  buttons: { test: '测试', models: '模型列表', again: '再测一次', accounts: '账号' },
});

/** One sentence for each reason why an account cannot be used. */
export const testProblems = (command: WriteCommand) =>
  ({
    'no-api-key': p =>
      rich`我没有 ${bold(p.server)} 的 API key。请管理员在机器人的 .env 里把 ${code(variableOf(p.server, 'API_KEY'))} 设为它的 config.yaml 里 ${code('api-keys')} 中的一个，然后重启机器人。`,
    'api-key-refused': p =>
      rich`${bold(p.server)} 上的 CLIProxyAPI 不接受这个 API key。机器人 .env 里的 ${code(variableOf(p.server, 'API_KEY'))} 必须是它的 config.yaml 里 ${code('api-keys')} 中的一个。`,
    'example-keys': p =>
      rich`${bold(p.server)} 上的 CLIProxyAPI 停止了服务：它的 config.yaml 里还有示例 key。请把 ${code('api-keys')} 下所有 ${code('your-api-key-…')} 换掉，然后用 ${command('restart', p.server)}。`,
    'api-silent': p =>
      rich`${bold(p.server)} 上的 CLIProxyAPI 在端口 ${p.ports.join('、')} 上没有响应。其他端口用 ${code(variableOf(p.server, 'API_PORT'))} 设置；其他原因用 ${command('doctor', p.server)} 查找。`,
    'api-speaks-tls': p =>
      rich`${bold(p.server)} 上的 CLIProxyAPI 在端口 ${p.port} 上使用 TLS，而我是通过 SSH 以明文请求的。要让我测试，请在它的 config.yaml 里设置 ${code('tls.enable: false')}。`,
    'accounts-cooling': p =>
      p.untilMs === undefined
        ? rich`${bold(p.server)} 上能用 ${bold(p.model)} 的账号因限额或出错都在冷却。请稍后再试，或用 ${command('accounts', p.server)} 查看。`
        : rich`${bold(p.server)} 上能用 ${bold(p.model)} 的账号都在冷却，直到 ${moment(p.untilMs)}。请到时再试，或换一个模型。`,
    'no-account': p =>
      rich`${bold(p.server)} 上现在没有可用的账号。用 ${command('accounts', p.server)} 查看哪些被停用或需要登录；用 ${command('claude-login', p.server)} 添加一个。`,
    'unknown-model': p => unknownModel(p),
    'completion-silent': p =>
      rich`${bold(p.server)} 上的 ${bold(p.model)} 已有 ${p.seconds} 秒没有回答。请重试或换一个模型；原因可以看 ${command('logs', p.server)}。`,
    'completion-failed': p => {
      const said = p.detail === '' ? rich`` : rich`：${p.detail}`;
      const isAccount = p.status === 401 || p.status === 403;
      return lines(
        rich`对 ${bold(p.server)} 的请求失败，状态码 ${p.status}${said}`,
        isAccount
          ? rich`提供方不接受这个账号：用 ${command('accounts', p.server)} 查看是否需要重新登录。`
          : rich`请重试；如果一直这样，请看 ${command('logs', p.server)}。`,
      );
    },
  }) satisfies Partial<ProblemSentences>;

/** As many names as can be read on a phone. */
const mostModels = 8;

function unknownModel({ didYouMean, known, server, typed }: ProblemOf<'unknown-model'>): readonly Part[] {
  const start = rich`${bold(server)} 没有模型 ${bold(typed)}。`;
  return didYouMean === undefined
    ? [...start, ...rich`现有：${list('、', known, mostModels)}。`]
    : [...start, ...rich`你是想用 ${bold(didYouMean)} 吗？`];
}

/** `0.8`, `12` */
function seconds(ms: number): string {
  return ms < 9_950 ? (ms / 1_000).toFixed(1) : String(Math.round(ms / 1_000));
}
