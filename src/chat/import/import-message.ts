import { isDeepStrictEqual } from 'node:util';
import type { ClientCounts } from '../../jobs/account';
import type { ImportedFile } from '../../jobs/reports';
import { explain, type Catalogue } from '../../messages/catalogue';
import { lines } from '../../messages/rich';
import type { Button, Message, Part } from '../platform';

/** What came of an import, as it is told. */
export interface Told {
  readonly server: string;
  readonly files: readonly ImportedFile[];
  readonly before?: ClientCounts;
  readonly after?: ClientCounts;
  readonly restarted: boolean;
  /** The message that held the files still stands in the chat. */
  readonly notDeleted: boolean;
  /** The file whose account is asked for, and the id under which it waits. */
  readonly asked?: { readonly id: string; readonly name: string };
}

/** One line for each file, but one for all that are refused for the same reason; and what follows from them. */
export function importMessage(told: Told, words: Catalogue): Message {
  const say = words.imports;
  const { after, asked, before, files, server } = told;
  const imported = files.filter(file => file.outcome === 'imported');
  const text = lines(
    ...files.map((file, index) => lineOf(file, index)),
    backupLine(imported, words),
    imported.length > 0 && after !== undefined && words.login.counts(before, after),
    told.restarted && words.login.restarted(),
    imported.some(file => file.fromClaudeCli) && say.fromClaudeCli(),
    told.notDeleted && say.notDeleted(),
    asked !== undefined && say.whose(asked.name),
  );
  const buttons = [
    ...(asked === undefined ? [] : [[emailButton(asked.id, words)]]),
    ...(imported.length === 0 ? [] : [[testButton(server, words)]]),
  ];
  return buttons.length === 0 ? { text } : { text, buttons };

  function lineOf(file: ImportedFile, index: number): readonly Part[] | undefined {
    if (file.outcome === 'imported') return say.imported(server, file);
    if (file.outcome === 'whose') return undefined;
    const alike = (other: ImportedFile): boolean =>
      other.outcome === 'refused' && isDeepStrictEqual(other.problem, file.problem);
    if (files.findIndex(alike) < index) return undefined;
    return say.refused(
      files.filter(alike).map(({ name }) => name),
      explain(words, file.problem),
    );
  }
}

/** What was replaced is kept beside it; all of one import have the same ending. */
export function backupLine(
  imported: readonly { readonly file: string; readonly backup?: string }[],
  words: Catalogue,
): readonly Part[] | undefined {
  const backups = imported.flatMap(({ backup, file }) => (backup === undefined ? [] : [{ backup, file }]));
  const [first] = backups;
  if (first === undefined) return undefined;
  const { backup, file } = first;
  return backups.length === 1
    ? words.imports.backup(backup)
    : words.imports.backups(backup.slice(file.length));
}

export function testButton(server: string, words: Catalogue): Button {
  return { kind: 'action', label: words.imports.buttons.test, action: `test:${server}` };
}

function emailButton(id: string, words: Catalogue): Button {
  const { ask, buttons } = words.imports;
  return { kind: 'paste', label: buttons.email, action: `whose:${id}`, ask };
}
