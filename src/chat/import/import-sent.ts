import { problemOf, UserError, type Problem } from '../../errors';
import type { FileToImport, ImportedFile, ImportReport } from '../../jobs/reports';
import { handOver } from '../../jobs/handover';
import { explain } from '../../messages/catalogue';
import { lines } from '../../messages/rich';
import type { CommandContext } from '../command';
import type { Message, PersonId } from '../platform';
import { importMessage } from './import-message';
import type { SentFile, UnreadFile } from './read-files';
import type { WaitingRoom } from './waiting-room';

/** To be taken up by a worker; what is taken up has its own time. */
const timeoutMs = 20_000;
/** More would be no choice on a phone. */
const mostServers = 20;
const serversInRow = 4;

/** Files that a person sent, and what is known of them. */
export interface Sent {
  readonly files: readonly (SentFile | UnreadFile)[];
  /** Whose account it is, for those that do not say. */
  readonly email?: string;
  /** The message that held them still stands in the chat. */
  readonly notDeleted: boolean;
  /** More files of the Claude CLI, which are asked about afterwards. */
  readonly later?: readonly SentFile[];
}

/** Asks for the server, and keeps the files meanwhile. Throws UserError `which-server` where there are too many. */
export function askForServer(context: CommandContext, room: WaitingRoom, sent: Sent): Message {
  const { person, servers, words } = context;
  if (servers.length > mostServers) throw new UserError({ code: 'which-server', known: servers });
  const [files, unread] = sorted(sent.files);
  const told = { server: '', files: unread, restarted: false, notDeleted: sent.notDeleted };
  const { text } = importMessage(told, words);
  if (files.length === 0) return { text };
  const id = keep(room, person.id, sent, servers);
  const buttons = servers.map(
    (label, index) => ({ kind: 'action', label, action: `import:${id}:${index}` }) as const,
  );
  const rows = servers.flatMap((_, index) =>
    index % serversInRow === 0 ? [buttons.slice(index, index + serversInRow)] : [],
  );
  const question = words.imports.whichServer(files.length);
  return { text: lines(text, question), buttons: rows };
}

/** Has them written, and says what came of each. Those that do not say whose they are wait for the answer. */
export async function importSent(
  context: CommandContext,
  room: WaitingRoom,
  server: string,
  sent: Sent,
): Promise<Message> {
  const { incoming, person, words } = context;
  const { email, later = [], notDeleted } = sent;
  const [files, unread] = sorted(sent.files);
  if (files.length === 0)
    return importMessage({ server, files: unread, restarted: false, notDeleted }, words);
  await incoming.answer({ text: words.imports.underWay(server, files.length) });
  let report;
  try {
    report = await handIn(context, server, files, email);
  } catch (error) {
    const problem = problemOf(error);
    if (problem === undefined) throw error;
    return againMessage(problem);
  }

  const whose = [...files.filter((_, index) => report.files[index]?.outcome === 'whose'), ...later];
  const [first] = whose;
  const asked = first && {
    id: room.keep(person.id, { kind: 'email', files: whose, server }),
    name: first.name,
  };
  const reported = [...report.files];
  const all = sent.files.flatMap(file => ('problem' in file ? refusedOf(file) : (reported.shift() ?? [])));
  return importMessage({ ...report, files: all, notDeleted, ...(asked !== undefined && { asked }) }, words);

  /** Nothing came of any: the files wait, so that they need not be sent again. */
  function againMessage(problem: Problem): Message {
    const { text } = importMessage({ server, files: unread, restarted: false, notDeleted }, words);
    const failed = words.imports.refused([server], explain(words, problem));
    const again = {
      kind: 'action',
      label: words.imports.buttons.again,
      action: `import:${keep(room, person.id, sent, [server])}:0`,
    } as const;
    return { text: lines(text, failed), buttons: [[again]] };
  }
}

function keep(
  room: WaitingRoom,
  person: PersonId,
  { email, files, later = [] }: Sent,
  servers: readonly string[],
): string {
  const kept = { kind: 'server', files: sorted(files)[0], servers, later } as const;
  return room.keep(person, email === undefined ? kept : { ...kept, email });
}

async function handIn(
  { jobs, person }: CommandContext,
  server: string,
  files: readonly SentFile[],
  email: string | undefined,
): Promise<ImportReport> {
  const { handover, withdraw } = handOver(jobs, Buffer.concat(files.map(({ content }) => content)));
  const named = files.map(({ content, name }): FileToImport => ({
    name,
    sizeBytes: content.length,
    ...(email !== undefined && { email }),
  }));
  try {
    return await jobs.run('import', { server, by: person.name, files: named, handover }, timeoutMs);
  } finally {
    await withdraw();
  }
}

function sorted(files: Sent['files']): readonly [readonly SentFile[], readonly ImportedFile[]] {
  return [files.filter(file => 'content' in file), files.filter(file => 'problem' in file).map(refusedOf)];
}

function refusedOf({ name, problem }: UnreadFile): ImportedFile {
  return { outcome: 'refused', name, problem };
}
