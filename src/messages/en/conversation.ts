import type { Part } from '../../chat/platform';
import { loginCommandWords } from '../login-commands';
import type { WriteCommand } from '../write-command';
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
    ...loginCommandWords(loginCommands, 'Which server; may be left out where there is one'),
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
    balance: {
      description: 'By which strategy accounts are chosen, and change it',
      options: {
        server: 'Which server; may be left out where there is one',
        strategy: 'round-robin, fill-first, weighted-round-robin; shows the present one when left out',
      },
    },
    test: {
      description: 'Ask a model for a few words, to see whether an account is usable',
      options: {
        server: 'Which server; may be left out where there is one',
        model: 'Which model, or a part of its name; lists them when left out',
      },
    },
    import: {
      description: 'Bring in credential files, or an account from another server',
      options: {
        to: 'Which server; asked when left out',
        from: 'The server an account is brought from, instead of files',
        account: 'Its e-mail or file; asked when left out',
        email: 'Whose account a file of the Claude CLI is',
      },
    },
    onehub: {
      description: 'Channels of One-Hub, or connect a server to it',
      options: { server: 'The server to connect; lists the channels when left out' },
    },
    help: { description: 'What I can do', options: {} },
    whoami: { description: 'Your id, and how to be allowed in', options: {} },
  },

  /** What people call the words that an option has to choose from. */
  choices: { picture: 'picture' },

  /** Stands in the list for all logins but Claude's. */
  otherLogins,
  help: (
    commands: readonly { readonly command: Part | Rich; readonly description: string }[],
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

  login,

  callback: { accepted: (server: string): Rich => rich`Thank you. Checking the login to ${bold(server)}…` },
  cancel: {
    asked: (server: string): Rich => rich`Cancelling the login to ${bold(server)}…`,
    which: (servers: readonly string[]): Rich => rich`Which one? You have logins on: ${list(', ', servers)}.`,
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

export type Conversation = ReturnType<typeof conversation>;
