import type { Part } from '../../chat/platform';
import type { ImportedFile } from '../../jobs/reports';
import { bold, code, lines, list, moment, rich } from '../rich';
import type { WriteCommand } from '../write-command';
import type { ProblemSentences } from './problems';

type Rich = readonly Part[];
type Imported = Extract<ImportedFile, { readonly outcome: 'imported' }>;

/** What is said of credentials that are brought to a server. */
export const imports = (command: WriteCommand) => ({
  whichServer: (files: number): Rich =>
    files === 1
      ? rich`Which server is this file for? It waits here for 10 minutes.`
      : rich`Which server are these ${files} files for? They wait here for 10 minutes.`,
  underWay: (server: string, files: number): Rich =>
    files === 1
      ? rich`⏳ Importing one file to ${bold(server)}…`
      : rich`⏳ Importing ${files} files to ${bold(server)}…`,
  imported: (server: string, { backup, email, file, replaced }: Imported): Rich => {
    const what = !replaced
      ? 'new account'
      : backup === undefined
        ? 'was there already, unchanged'
        : 'replaced';
    return rich`✅ ${bold(email ?? file)} → ${bold(server)} (${what})`;
  },
  backup: (file: string): Rich => rich`What was there before is kept as ${code(file)}.`,
  backups: (ending: string): Rich =>
    rich`What was there before is kept beside each file, with ${code(ending)} after its name.`,
  refused: (names: readonly string[], why: Rich): Rich => rich`❌ ${list(', ', names)}: ${why}`,
  fromClaudeCli: (): Rich =>
    rich`⚠️ From the Claude CLI: each refresh ends the other's token. Log in anew in the CLI if you go on using it.`,
  notDeleted: (): Rich =>
    rich`⚠️ I can't delete your message here, and it holds a credential: delete it yourself.`,

  whose: (name: string): Rich =>
    rich`❓ ${bold(name)} is from the Claude CLI and doesn't say whose it is. Send me the account's e-mail; the file waits here for 10 minutes.`,
  ask: {
    title: 'Whose account is it?',
    label: 'E-mail of the account',
    example: 'ada@example.com',
  },

  whichAccount: (from: string, to: string): Rich =>
    rich`Which account shall ${bold(to)} have from ${bold(from)}?`,
  nameAccount: (from: string, to: string, files: readonly string[]): Rich =>
    lines(
      rich`Which account shall ${bold(to)} have from ${bold(from)}? Name it: ${command('import', `from:${from} to:${to} account:…`)}`,
      rich`There is: ${list(', ', files, 12)}.`,
    ),
  noAccounts: (from: string): Rich => rich`There is no account on ${bold(from)}.`,
  moveOrCopy: (who: string, from: string, to: string): Rich =>
    lines(
      rich`${bold(who)}: from ${bold(from)} to ${bold(to)}. Its refresh token works in one place at a time.`,
      rich`• ${bold('Move')}: it is disabled on ${bold(from)} once ${bold(to)} has loaded it.`,
      rich`• ${bold('Copy')}: it stays on both, and the first refresh on one logs the other out.`,
    ),
  bringing: (who: string, from: string, to: string): Rich =>
    rich`⏳ Bringing ${bold(who)} from ${bold(from)} to ${bold(to)}…`,
  moved: (who: string, from: string, to: string, file: string): Rich =>
    rich`${bold(who)} is disabled on ${bold(from)} now. The way back: ${command('import', `from:${to} to:${from} account:${file}`)}`,
  copied: (from: string, to: string): Rich =>
    rich`⚠️ ${bold(from)} and ${bold(to)} share one refresh token now: the first refresh logs the other out.`,
  stillEnabled: (from: string, to: string, why: Rich): Rich =>
    lines(
      rich`⚠️ ${bold(to)} has it, but it could not be disabled on ${bold(from)}. Disable it there by hand, or the first refresh on one logs the other out.`,
      why,
    ),
  failed: (who: string, from: string, to: string, why: Rich): Rich =>
    rich`❌ ${bold(who)}, ${bold(from)} → ${bold(to)}: ${why}`,

  buttons: { email: 'Say whose it is', move: 'Move', copy: 'Copy', test: 'Test', again: 'Try again' },
});

export type ImportWords = ReturnType<typeof imports>;

/** One sentence for each reason why a credential was not imported. */
export const importProblems = (command: WriteCommand) =>
  ({
    'private-only': () =>
      rich`Credentials are for our private chat alone: send the command there. If a file was with it, delete your message here, should it still stand.`,
    'import-nothing': () =>
      rich`Send credential files with ${command('import')} (up to 10), or bring an account from another server: ${command('import', 'from:… to:…')}`,
    'import-too-many': p =>
      rich`That is more than ${p.most} files. Nothing was imported; send them in several messages.`,
    'import-too-large': p =>
      rich`It is larger than ${p.mostBytes / 1024} KB, so it is no credential. Send the account's JSON file alone.`,
    'import-too-much': p =>
      rich`With the others it is more than ${p.mostBytes / 1024} KB at once. Send it in another message.`,
    'import-unreadable': p => rich`It could not be read: ${p.detail}. Send it again.`,
    'import-not-json': () => rich`It is not JSON. Send the file as it is, not a picture or part of it.`,
    'import-unknown-shape': p =>
      rich`It is no credential that I know. I take the Claude CLI's ${code('.credentials.json')} and CLIProxyAPI's files of these types: ${p.known.join(', ')}.`,
    'import-no-token': () => rich`There is no token in it. Export it again, or log in anew.`,
    'import-expired': p =>
      rich`It expired ${moment(p.atMs)} and has no refresh token. Log the account in anew instead.`,
    'not-an-email': p =>
      rich`${code(p.typed)} is no e-mail address. Write it like ${code('ada@example.com')}.`,
    'import-twice': p => rich`It is the same account as another of these files (${code(p.file)}).`,
    'import-not-served': p =>
      rich`CLIProxyAPI ${p.version} on that server has no ${p.provider} accounts. Another release does, or log in with another provider.`,
    'import-not-loaded': p =>
      rich`CLIProxyAPI did not load ${code(p.file)}, so I took it back; everything is as before. Look at its log.`,
    'import-unsure': p =>
      lines(
        rich`It went wrong in the middle and could not be put right: ${code(p.file)} may be there or not. Look with ${command('accounts')} before you try again.`,
        p.backup !== undefined && rich`What was there before may lie beside it as ${code(p.backup)}.`,
      ),
    'import-forgotten': () =>
      rich`I don't have that any more: I was restarted, or 10 minutes are over. Nothing was imported; send it again.`,
    'handover-failed': () =>
      rich`The files did not reach the worker, so nothing was imported. Send them again.`,
    'same-server': p => rich`${bold(p.server)} is both ends. Name another server to bring the account to.`,
    'unknown-account': p =>
      p.known.length === 0
        ? rich`There is no account ${code(p.typed)} on ${bold(p.server)}; there is none at all.`
        : rich`There is no one account ${code(p.typed)} on ${bold(p.server)}. There is: ${list(', ', p.known, 8)}.`,
  }) satisfies Partial<ProblemSentences>;
