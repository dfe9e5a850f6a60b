import type { Part } from '../../chat/platform';
import { countsText } from '../counts';
import type { ClientCounts } from '../../jobs/contracts';
import type { WriteCommand } from '../write-command';
import { accounts } from './accounts';
import { alerts } from './alerts';
import { operate } from './operate';
import { picture } from './picture';
import { block, bold, code, lines, list, moment, rich } from '../rich';

type Rich = readonly Part[];

/** What the bot says in the course of things, in English; the other languages have exactly these. */
export const conversation = (command: WriteCommand) => ({
  fault: (reference: string): Rich =>
    rich`Something went wrong on my side (reference ${code(reference)}). Try again; an administrator finds the cause in the log under that reference.`,

  fileOption: 'A file',

  commands: {
    'claude-login': {
      description: 'Log a Claude account in to a server',
      options: { server: 'Which server; may be left out where there is one' },
    },
    callback: {
      description: 'Hand in the address the browser ended on',
      options: { address: 'The whole address: http://localhost:54545/callback?code=…' },
    },
    cancel: {
      description: 'End your login',
      options: { server: 'Which server, if you have several logins' },
    },
    accounts: {
      description: 'Accounts and client counts',
      options: { server: 'Which server; all when left out', view: 'As a picture' },
    },
    mute: {
      description: 'Hold alerts back for a while',
      options: { for: 'How long: 30m, 2h, 1d', server: 'Which server; all when left out' },
    },
    unmute: {
      description: 'Let alerts through again',
      options: { server: 'Which server; all when left out' },
    },
    alerts: {
      description: 'What is wrong now, and what is muted',
      options: { server: 'Which server; all when left out' },
    },
    restart: {
      description: 'Restart CLIProxyAPI',
      options: { server: 'Which server; may be left out where there is one' },
    },
    logs: {
      description: "The end of CLIProxyAPI's log",
      options: { server: 'Which server; may be left out where there is one', lines: 'How many lines' },
    },
    doctor: {
      description: 'Check everything a login needs, with the fix for what is wrong',
      options: { server: 'Which server; may be left out where there is one' },
    },
    help: { description: 'What I can do', options: {} },
    whoami: { description: 'Your id, and how to be allowed in', options: {} },
  },

  /** What people call the words that an option has to choose from. */
  choices: { picture: 'picture' },

  help: (
    commands: readonly { readonly command: Part; readonly description: string }[],
    allowed: boolean,
  ): Rich =>
    lines(
      ...commands.map(each => rich`${each.command} – ${each.description}`),
      !allowed && rich`You have no rights here yet: ${command('whoami')} says how to get them.`,
    ),

  whoami: (id: string, groups: readonly string[], rights: readonly string[], mayLogIn: boolean): Rich =>
    lines(
      rich`You are ${code(id)}${groups.length === 0 ? '' : `, here also ${groups.join(', ')}`}.`,
      rights.length === 0 ? rich`You have no rights yet.` : rich`Your rights: ${rights.join(', ')}.`,
      !mayLogIn &&
        lines(rich`To allow you logins, an administrator adds this to the bot's .env and restarts it:`, [
          block(`OPERATORS=${id}`),
        ]),
    ),

  login: {
    answered: (server: string, place: number, ahead: readonly string[]): Rich =>
      place <= 1
        ? rich`Logging in to ${bold(server)}: I'm writing to you privately.`
        : rich`You are number ${place} in line for ${bold(server)}, after ${ahead.join(', ')}. I'm writing to you privately.`,
    answeredAgain: (server: string): Rich =>
      rich`Your login to ${bold(server)} is already under way: here it is again.`,
    openPrivateChat: 'Open private chat',
    queued: (server: string, place: number, ahead: readonly string[]): Rich =>
      place <= 1
        ? rich`⏳ Login to ${bold(server)}: starting…`
        : rich`⏳ Login to ${bold(server)}: number ${place} in line, after ${ahead.join(', ')}. I'll write here when it's your turn.`,
    connecting: (server: string): Rich => rich`⏳ Login to ${bold(server)}: connecting…`,
    waiting: (server: string, untilMs: number, tunnel: string | undefined, endedOrphan: boolean): Rich =>
      lines(
        rich`🔑 Login to ${bold(server)}, until ${moment(untilMs)}.`,
        endedOrphan && rich`(An earlier login that nobody finished was in the way; I ended it.)`,
        rich`1. Press Authorize and sign in with the account.`,
        rich`2. The browser ends on a page that doesn't load. That's right: copy its whole address.`,
        rich`3. Send the address here.`,
        tunnel !== undefined &&
          lines(rich`Rather use a tunnel? Run this on your computer first; then there is nothing to paste:`, [
            block(tunnel),
          ]),
      ),
    checking: (server: string): Rich => rich`⏳ Login to ${bold(server)}: got it, checking…`,
    loading: (server: string): Rich =>
      rich`⏳ Login to ${bold(server)}: saved, waiting until CLIProxyAPI has loaded it…`,
    done: (server: string, who: string, replaced: boolean): Rich =>
      replaced
        ? rich`✅ ${bold(who)} is logged in to ${bold(server)} again (credential replaced).`
        : rich`✅ ${bold(who)} is logged in to ${bold(server)} (new account).`,
    counts: (before: ClientCounts | undefined, after: ClientCounts | undefined): Rich => {
      if (after === undefined) return rich`CLIProxyAPI's log has no client counts.`;
      return before === undefined
        ? rich`clients ${countsText(after)}`
        : rich`clients ${before.clients} → ${countsText(after)}`;
    },
    restarted: (): Rich => rich`CLIProxyAPI did not notice the new file by itself, so I restarted it.`,
    failed: (server: string, why: Rich): Rich => rich`❌ Login to ${bold(server)}: ${why}`,
    cancelled: (server: string, why: Rich): Rich => rich`⏹ Login to ${bold(server)}: ${why}`,
    resultFor: (requester: string): Rich => rich`For ${requester}:`,
    buttons: {
      authorize: 'Authorize',
      paste: 'Paste the address',
      cancel: 'Cancel',
      again: 'Log in again',
    },
    ask: {
      title: 'Paste the address',
      label: 'Address of the page that did not load',
      example: 'http://localhost:54545/callback?code=…&state=…',
    },
  },

  callback: { accepted: (server: string): Rich => rich`Thank you. Checking the login to ${bold(server)}…` },
  cancel: {
    asked: (server: string): Rich => rich`Cancelling the login to ${bold(server)}…`,
    which: (servers: readonly string[]): Rich => rich`Which one? You have logins on: ${list(', ', servers)}.`,
  },

  accounts: accounts(command),
  alerts: alerts(command),
  operate: operate(command),
  picture,
});

export type Conversation = ReturnType<typeof conversation>;
