import type { Part } from '../../chat/platform';
import type { ClientCounts } from '../../jobs/account';
import type { Login, ProviderName } from '../../jobs/login';
import { countsText } from '../counts';
import { exampleFor, titleOf } from '../providers';
import { block, bold, code, lines, moment, rich } from '../rich';
import type { WriteCommand } from '../write-command';
import type { ProblemSentences } from './problems';

type Rich = readonly Part[];

/** Which login is spoken of. Claude's is the one that everybody means, so it is not named. */
export type NamedLogin = Pick<Login, 'server' | 'provider'>;

/** What is said of a login, from the command to its end. */
export const login = {
  answered: (of: NamedLogin, place: number, ahead: readonly string[]): Rich =>
    place <= 1
      ? rich`Logging in to ${where(of)}: I'm writing to you privately.`
      : rich`You are number ${place} in line for ${bold(of.server)}, after ${ahead.join(', ')}. I'm writing to you privately.`,
  answeredAgain: (of: NamedLogin): Rich =>
    rich`Your ${isClaude(of) ? '' : `${titleOf(of.provider)} `}login to ${bold(of.server)} is already under way: here it is again.`,
  openPrivateChat: 'Open private chat',
  queued: (of: NamedLogin, place: number, ahead: readonly string[]): Rich =>
    place <= 1
      ? rich`⏳ ${loginTo(of)}: starting…`
      : rich`⏳ ${loginTo(of)}: number ${place} in line, after ${ahead.join(', ')}. I'll write here when it's your turn.`,
  connecting: (of: NamedLogin): Rich => rich`⏳ ${loginTo(of)}: connecting…`,
  waiting: (of: NamedLogin, untilMs: number, tunnel: string | undefined, endedOrphan: boolean): Rich =>
    lines(
      rich`🔑 ${loginTo(of)}, until ${moment(untilMs)}.`,
      endedOrphan && rich`(An earlier login that nobody finished was in the way; I ended it.)`,
      rich`1. Press Authorize and sign in with the account.`,
      rich`2. The browser ends on a page that doesn't load. That's right: copy its whole address.`,
      rich`3. Send the address here.`,
      tunnel !== undefined &&
        lines(rich`Rather use a tunnel? Run this on your computer first; then there is nothing to paste:`, [
          block(tunnel),
        ]),
    ),
  confirming: (of: NamedLogin, untilMs: number, userCode: string | undefined): Rich =>
    lines(
      rich`🔑 ${loginTo(of)}, until ${moment(untilMs)}.`,
      rich`1. Press Open page and sign in with the account.`,
      userCode === undefined
        ? rich`2. Confirm there. The code is in the link.`
        : rich`2. Enter this code there and confirm: ${code(userCode)}`,
      rich`Nothing has to be sent here: I notice by myself.`,
    ),
  checking: (of: NamedLogin): Rich => rich`⏳ ${loginTo(of)}: got it, checking…`,
  loading: (of: NamedLogin): Rich => rich`⏳ ${loginTo(of)}: saved, waiting until CLIProxyAPI has loaded it…`,
  done: (of: NamedLogin, who: string, replaced: boolean): Rich =>
    replaced
      ? rich`✅ ${bold(who)} is logged in to ${where(of)} again (credential replaced).`
      : rich`✅ ${bold(who)} is logged in to ${where(of)} (new account).`,
  counts: (before: ClientCounts | undefined, after: ClientCounts | undefined): Rich => {
    if (after === undefined) return rich`CLIProxyAPI's log has no client counts.`;
    return before === undefined
      ? rich`clients ${countsText(after)}`
      : rich`clients ${before.clients} → ${countsText(after)}`;
  },
  restarted: (): Rich => rich`CLIProxyAPI did not notice the new file by itself, so I restarted it.`,
  failed: (of: NamedLogin, why: Rich): Rich => rich`❌ ${loginTo(of)}: ${why}`,
  cancelled: (of: NamedLogin, why: Rich): Rich => rich`⏹ ${loginTo(of)}: ${why}`,
  resultFor: (requester: string): Rich => rich`For ${requester}:`,
  buttons: {
    authorize: 'Authorize',
    openPage: 'Open page',
    paste: 'Paste the address',
    cancel: 'Cancel',
    again: 'Log in again',
  },
  ask: (provider: ProviderName) => ({
    title: 'Paste the address',
    label: 'Address of the page that did not load',
    example: exampleFor(provider),
  }),
};

export type LoginWords = typeof login;

/** What people can say to log in with other providers than Claude, as the menus have it. */
export const loginCommands = {
  'codex-login': 'Log a Codex account in to a server',
  'codex-device-login': 'Log a Codex account in by a code, with nothing to paste',
  'antigravity-login': 'Log an Antigravity account in to a server',
  'kimi-login': 'Log a Kimi account in by a code',
  'xai-login': 'Log an xAI account in by a code',
} as const;

/** `/help` has those in one line. */
export const otherLogins = 'Log in accounts of other providers';

export const loginProblems = (command: WriteCommand) =>
  ({
    'program-too-old': p => {
      const version = p.version === undefined ? '' : ` (${p.version})`;
      return p.login === undefined
        ? rich`CLIProxyAPI on ${bold(p.server)}${version} cannot do this login. Upgrade it, then try again.`
        : rich`CLIProxyAPI on ${bold(p.server)}${version} has no ${titleOf(p.login.provider)} login of this kind (${code(p.login.flag)}). Upgrade it to v${p.login.since} or newer, then try again.`;
    },
    'no-device-login': p =>
      rich`CLIProxyAPI on ${bold(p.server)}${p.version === undefined ? '' : ` (${p.version})`} logs in to xAI in a way that works on the server itself alone. Upgrade it to v7.2.64 or newer, then try again.`,
    'nothing-to-paste': () =>
      rich`There is nothing to paste for this login. Open the page by its button, enter the code there and confirm: I notice by myself.`,
    'login-under-way': p =>
      rich`${bold(p.by)} is already logging in to ${bold(p.server)}. If you want to log in another account, use ${command(`${p.provider ?? 'claude'}-login`, p.server)}.`,
  }) satisfies Partial<ProblemSentences>;

function isClaude({ provider }: NamedLogin): boolean {
  return provider === 'claude';
}

function loginTo(of: NamedLogin): Rich {
  return isClaude(of)
    ? rich`Login to ${bold(of.server)}`
    : rich`${titleOf(of.provider)} login to ${bold(of.server)}`;
}

function where(of: NamedLogin): Rich {
  return isClaude(of) ? rich`${bold(of.server)}` : rich`${titleOf(of.provider)} on ${bold(of.server)}`;
}
