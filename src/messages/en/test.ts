import type { Part } from '../../chat/platform';
import type { ProblemOf } from '../../errors';
import { variableOf } from '../../config/variables';
import { bold, code, lines, list, moment, rich } from '../rich';
import type { WriteCommand } from '../write-command';
import type { ProblemSentences } from './problems';

type Rich = readonly Part[];

/** What is said while it is tried whether an account is usable. */
export const test = (command: WriteCommand) => ({
  looking: (server: string): Rich => rich`⏳ Asking ${bold(server)} for its models…`,
  asking: (server: string, model: string): Rich =>
    rich`⏳ Asking ${bold(model)} on ${bold(server)}… (up to a minute)`,
  answered: (server: string, model: string, firstLine: string, ms: number): Rich =>
    lines(
      rich`✅ ${bold(model)} on ${bold(server)} answered within ${seconds(ms)} s${firstLine === '' ? ', without a word.' : ':'}`,
      firstLine !== '' && [firstLine],
    ),
  failed: (server: string, why: Rich): Rich => rich`❌ Test of ${bold(server)}: ${why}`,
  otherPort: (port: number): Rich => rich`It answered on port ${port}, not on the configured one.`,

  models: (server: string, count: number): Rich =>
    count === 1 ? rich`${bold(server)} offers one model:` : rich`${bold(server)} offers ${count} models:`,
  family: (name: string, models: readonly string[], more: number): Rich =>
    rich`${bold(name)}: ${models.join(', ')}${more === 0 ? '' : models.length === 0 ? String(more) : `, … +${more}`}`,
  moreFamilies: (count: number): Rich => rich`… and ${count} more`,
  choose: (server: string): Rich =>
    rich`Press one to ask it, or write ${command('test', `${server} <model>`)}.`,

  buttons: { test: 'Test', models: 'Models', again: 'Test again', accounts: 'Accounts' },
});

/** One sentence for each reason why an account cannot be used. */
export const testProblems = (command: WriteCommand) =>
  ({
    'no-api-key': p =>
      rich`I have no API key for ${bold(p.server)}. An administrator sets ${code(variableOf(p.server, 'API_KEY'))} in the bot's .env to one of the ${code('api-keys')} in its config.yaml and restarts the bot.`,
    'api-key-refused': p =>
      rich`CLIProxyAPI on ${bold(p.server)} refuses the API key. ${code(variableOf(p.server, 'API_KEY'))} in the bot's .env must be one of the ${code('api-keys')} in its config.yaml.`,
    'example-keys': p =>
      rich`CLIProxyAPI on ${bold(p.server)} serves nobody: a key of the example is still in its config.yaml. Replace every ${code('your-api-key-…')} below ${code('api-keys')} there, then use ${command('restart', p.server)}.`,
    'api-silent': p =>
      rich`CLIProxyAPI on ${bold(p.server)} does not answer on port ${p.ports.join(' or ')}. Another port is set with ${code(variableOf(p.server, 'API_PORT'))}; ${command('doctor', p.server)} finds other causes.`,
    'api-speaks-tls': p =>
      rich`CLIProxyAPI on ${bold(p.server)} speaks TLS on port ${p.port}, and I ask it without, through SSH. Set ${code('tls.enable: false')} in its config.yaml to let me ask.`,
    'accounts-cooling': p =>
      p.untilMs === undefined
        ? rich`Every account for ${bold(p.model)} on ${bold(p.server)} is cooling down after a limit or failure. Try again later, or look at ${command('accounts', p.server)}.`
        : rich`Every account for ${bold(p.model)} on ${bold(p.server)} is cooling down until ${moment(p.untilMs)}. Try again then, or another model.`,
    'no-account': p =>
      rich`No account on ${bold(p.server)} can be used now. ${command('accounts', p.server)} shows which are disabled or need a login; ${command('claude-login', p.server)} adds one.`,
    'unknown-model': p => unknownModel(p),
    'completion-silent': p =>
      rich`${bold(p.model)} on ${bold(p.server)} has not answered for ${p.seconds} seconds. Try again or another model; ${command('logs', p.server)} may say why.`,
    'completion-failed': p => {
      const said = p.detail === '' ? rich`` : rich`: ${p.detail}`;
      const isAccount = p.status === 401 || p.status === 403;
      return lines(
        rich`The request to ${bold(p.server)} failed with status ${p.status}${said}`,
        isAccount
          ? rich`The provider did not accept the account: ${command('accounts', p.server)} shows whether it needs a new login.`
          : rich`Try again; if it stays so, look at ${command('logs', p.server)}.`,
      );
    },
  }) satisfies Partial<ProblemSentences>;

/** As many names as can be read on a phone. */
const mostModels = 8;

function unknownModel({ didYouMean, known, server, typed }: ProblemOf<'unknown-model'>): Rich {
  const start = rich`${bold(server)} offers no model ${bold(typed)}. `;
  return didYouMean === undefined
    ? [...start, ...rich`There is: ${list(', ', known, mostModels)}.`]
    : [...start, ...rich`Did you mean ${bold(didYouMean)}?`];
}

/** `0.8`, `12` */
function seconds(ms: number): string {
  return ms < 9_950 ? (ms / 1_000).toFixed(1) : String(Math.round(ms / 1_000));
}

export type TestWords = ReturnType<typeof test>;
