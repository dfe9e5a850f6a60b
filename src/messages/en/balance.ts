import type { Part } from '../../chat/platform';
import { variableOf } from '../../config/variables';
import type { ProblemOf } from '../../errors';
import type { Strategy } from '../../jobs/reports';
import { bold, code, list, rich } from '../rich';
import type { WriteCommand } from '../write-command';
import type { ProblemSentences } from './problems';

type Rich = readonly Part[];

const meanings: Readonly<Record<Strategy, string>> = {
  'round-robin': 'all accounts in turn',
  'fill-first': 'one account until it is used up, then the next',
  'weighted-round-robin': 'in turn, as often as each account weighs',
};

/** What is said of how accounts are chosen. */
export const balance = (command: WriteCommand) => ({
  now: (server: string, strategy: Strategy): Rich =>
    rich`⚖️ ${bold(server)} goes by ${bold(strategy)}: ${meanings[strategy]}.`,
  /** A word that this version does not know. */
  unknownNow: (server: string, word: string): Rich =>
    rich`⚠️ ${bold(server)}: ${code('routing.strategy')} says ${code(word)}, which this version doesn't know. It goes by ${bold('round-robin')}: ${meanings['round-robin']}.`,
  other: (strategy: Strategy): Rich => rich`• ${bold(strategy)}: ${meanings[strategy]}`,
  noOther: (): Rich => rich`This version has no other; v6.6.42 brought ${bold('fill-first')}.`,
  changing: (server: string): Rich => rich`⏳ Changing how ${bold(server)} chooses accounts…`,
  changed: (server: string, before: string, strategy: Strategy): Rich =>
    rich`✅ ${bold(server)}: ${before} → ${bold(strategy)} (${meanings[strategy]}).`,
  inFile: (): Rich => rich`It stands in config.yaml now, and CLIProxyAPI has read it.`,
  same: (server: string, strategy: Strategy): Rich =>
    rich`${bold(server)} goes by ${bold(strategy)} already, so nothing was changed.`,
  called: (typed: string, strategy: Strategy): Rich =>
    rich`CLIProxyAPI calls ${code(typed)} ${bold(strategy)}.`,
  guideBlock: (server: string): Rich =>
    rich`config.yaml has a ${code('load_balancing:')} block. It has no effect, since CLIProxyAPI never had it: take it out, and use ${command('balance', server)}.`,
});

export type BalanceWords = ReturnType<typeof balance>;

/** One sentence for each reason why the strategy cannot be read or changed. */
export const balanceProblems = (command: WriteCommand) =>
  ({
    'no-such-strategy': p =>
      rich`CLIProxyAPI has no strategy ${code(p.typed)}, and never had: guides that name it are wrong. Choose one of these: ${list(', ', p.known)}.`,
    'strategy-too-new': p =>
      rich`CLIProxyAPI on ${bold(p.server)}${p.version === undefined ? '' : ` (${p.version})`} does not know ${bold(p.strategy)}: it came with ${p.since}. Upgrade it, or choose another with ${command('balance', p.server)}.`,
    'config-unreadable': p => flaw(p),
    'config-refused': p =>
      rich`CLIProxyAPI on ${bold(p.server)} refused the new configuration: ${p.detail} ${after(p)}`,
    'config-not-reloaded': p =>
      rich`CLIProxyAPI on ${bold(p.server)} did not read the new configuration within ${p.seconds} seconds. ${after(p)} ${command('logs', p.server)} may say why.`,
    'config-unconfirmed': p =>
      rich`The connection to ${bold(p.server)} was lost in the middle, so the new configuration may be in force or not. ${command('balance', p.server)} shows which.`,
  }) satisfies Partial<ProblemSentences>;

function after({ left }: { readonly left?: true }): string {
  return left === true
    ? 'Somebody else changed config.yaml meanwhile, so I left it as it is: look at it.'
    : 'I put the old one back.';
}

function flaw({ line, path, server, why }: ProblemOf<'config-unreadable'>): Rich {
  const reason = {
    missing: rich`is not there. Set its place with ${code(variableOf(server, 'CONFIG'))}`,
    'too-large': rich`is larger than any I know`,
    'not-yaml': rich`is no YAML that I can read`,
    'several-documents': rich`holds several documents; CLIProxyAPI reads the first alone`,
    'key-twice': rich`has a key twice`,
    reference: rich`uses anchors where the strategy stands, so that changing it would change more`,
    unusual: rich`is written in a way in which I can't change the strategy alone`,
  }[why];
  const where = line === undefined ? '' : ` (line ${line})`;
  return rich`${code(path)} on ${bold(server)} ${reason}${where}. Nothing was changed.`;
}
