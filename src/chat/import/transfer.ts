import { problemOf, UserError } from '../../errors';
import type { Account } from '../../jobs/account';
import type { TransferReport } from '../../jobs/reports';
import { explain } from '../../messages/catalogue';
import { lines } from '../../messages/rich';
import type { CommandContext } from '../command';
import type { Button, Message } from '../platform';
import { backupLine, testButton } from './import-message';
import type { ChosenAccount, Waiting, WaitingRoom } from './waiting-room';

type Way = Pick<Extract<Waiting, { readonly kind: 'how' }>, 'from' | 'to' | 'account'>;

const lookMs = 15_000;
/** To be taken up by a worker; what is taken up has its own time. */
const timeoutMs = 20_000;
/** More would be no choice on a phone. */
const mostAccounts = 10;

/** Asks which account, where none is named, or else how it is to be brought. Throws UserError `unknown-account`. */
export async function askForTransfer(
  { jobs, person, words }: CommandContext,
  room: WaitingRoom,
  from: string,
  to: string,
  typed: string | undefined,
): Promise<Message> {
  if (from === to) throw new UserError({ code: 'same-server', server: from });
  const { accounts } = await jobs.run('accounts', { server: from }, lookMs);
  const all = accounts.map(account => chosen(account, accounts));
  const [only] = all;
  if (only === undefined) return { text: words.imports.noAccounts(from) };
  if (typed !== undefined)
    return askHow({ from, to, account: chosen(named(accounts, typed, from), accounts) });
  if (all.length === 1) return askHow({ from, to, account: only });
  if (all.length > mostAccounts) {
    return {
      text: words.imports.nameAccount(
        from,
        to,
        all.map(({ who }) => who),
      ),
    };
  }
  const id = room.keep(person.id, { kind: 'account', from, to, accounts: all });
  const buttons = all.map(({ who }, index): readonly Button[] => [
    { kind: 'action', label: who, action: `import:${id}:${index}` },
  ]);
  return { text: words.imports.whichAccount(from, to), buttons };

  function askHow(way: Way): Message {
    return moveOrCopy({ person, words }, room, way);
  }
}

/** Asks whether an account is to be moved or copied. */
export function moveOrCopy(
  { person, words }: Pick<CommandContext, 'person' | 'words'>,
  room: WaitingRoom,
  way: Way,
): Message {
  const { account, from, to } = way;
  const say = words.imports;
  const id = room.keep(person.id, { kind: 'how', from, to, account });
  const move: Button = {
    kind: 'action',
    label: say.buttons.move,
    action: `import:${id}:move`,
    style: 'primary',
  };
  const copy: Button = { kind: 'action', label: say.buttons.copy, action: `import:${id}:copy` };
  return { text: say.moveOrCopy(account.who, from, to), buttons: [[move, copy]] };
}

/** Has the account brought, and says what came of it. */
export async function bringAccount(
  context: CommandContext,
  room: WaitingRoom,
  { account, from, to }: Way,
  how: 'move' | 'copy',
): Promise<Message> {
  const { incoming, jobs, person, words } = context;
  const { file, who } = account;
  const say = words.imports;
  await incoming.answer({ text: say.bringing(who, from, to) });
  try {
    const report = await jobs.run('transfer', { from, to, account: file, how, by: person.name }, timeoutMs);
    return told(report);
  } catch (error) {
    const problem = problemOf(error);
    if (problem === undefined) throw error;
    // The same question once more, with what went wrong before it.
    const { buttons = [], text } = moveOrCopy(context, room, { account, from, to });
    return { text: lines(say.failed(who, from, to, explain(words, problem)), text), buttons };
  }

  function told(report: TransferReport): Message {
    const { after, before, imported, restarted, stillEnabled } = report;
    const text = lines(
      say.imported(to, imported),
      backupLine([imported], words),
      after !== undefined && words.login.counts(before, after),
      restarted && words.login.restarted(),
      how === 'copy' && say.copied(from, to),
      how === 'move' && stillEnabled === undefined && say.moved(who, from, to, imported.file),
      stillEnabled !== undefined && say.stillEnabled(from, to, explain(words, stillEnabled)),
    );
    return { text, buttons: [[testButton(to, words)]] };
  }
}

/** By file or e-mail, or by how one of them begins where only one does. */
function named(all: readonly Account[], typed: string, server: string): Account {
  const word = typed.toLowerCase();
  const names = ({ email = '', file }: Account): readonly string[] => [
    file.toLowerCase(),
    email.toLowerCase(),
  ];
  const byFile = all.find(({ file }) => file === typed);
  const exact = all.filter(each => names(each).includes(word));
  const begun = all.filter(each => names(each).some(name => name.startsWith(word)));
  const found = exact.length > 0 ? exact : begun;
  const [first] = byFile === undefined ? found : [byFile];
  if (first !== undefined && (byFile !== undefined || found.length === 1)) return first;
  const known = (found.length > 0 ? found : all).map(({ file }) => file);
  throw new UserError({ code: 'unknown-account', server, typed, known });
}

/** Called by its e-mail, unless another provider's account has the same. */
function chosen({ email, file }: Account, all: readonly Account[]): ChosenAccount {
  const isShared = all.some(other => other.file !== file && other.email === email);
  return { file, who: isShared ? file : (email ?? file) };
}
