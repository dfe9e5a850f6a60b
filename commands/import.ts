import { defineCommand, type CommandContext } from '../src/chat/command';
import { emailAddressIn } from '../src/chat/import/email-address';
import { askForServer, importSent, type Sent } from '../src/chat/import/import-sent';
import { mostFiles, readFiles } from '../src/chat/import/read-files';
import { askForTransfer, bringAccount, moveOrCopy } from '../src/chat/import/transfer';
import { openWaitingRoom, type Waiting } from '../src/chat/import/waiting-room';
import type { Message } from '../src/chat/platform';
import { UserError } from '../src/errors';

const claimMs = 24 * 3_600_000;
/** One for all who use the bot; each is given their own alone. */
const room = openWaitingRoom();

export const command = defineCommand({
  name: 'import',
  options: [{ name: 'to' }, { name: 'from' }, { name: 'account' }, { name: 'email' }],
  mostFiles,
  access: 'admin',
  run: async context => {
    const { incoming, options, person } = context;
    if (!incoming.isPrivate) {
      await incoming.forget();
      throw new UserError({ code: 'private-only' });
    }
    const { account, from, pending } = options;
    if (pending !== undefined) return answered(context, pending);
    if (from !== undefined) return askForTransfer(context, room, from, target(context, from), account);
    if (incoming.files.length > 0) return imported(context);
    const asked = options['email'] === undefined ? undefined : room.wantsEmail(person.id);
    if (asked !== undefined) return answered(context, asked);
    // A message that is an e-mail, and nobody asked for one: it was to be a callback.
    throw new UserError({ code: incoming.event.kind === 'text' ? 'paste-not-an-address' : 'import-nothing' });
  },
});

async function imported(context: CommandContext): Promise<Message> {
  const { incoming, options, servers } = context;
  const [only, ...others] = servers;
  const server = options['to'] ?? (others.length === 0 ? only : undefined);
  const sent = await received(context);
  if (incoming.files.length > 0 && server === undefined) return askForServer(context, room, sent);
  return importSent(context, room, server ?? '', sent);
}

/** What was sent, out of the chat and into memory. */
async function received({ incoming, options }: CommandContext): Promise<Sent> {
  let files;
  let isDeleted = false;
  try {
    const email = options['email'] === undefined ? {} : { email: emailAddressIn(options['email']) };
    files = { files: await readFiles(incoming.files), ...email };
  } finally {
    isDeleted = await incoming.forget();
  }
  return { ...files, notDeleted: !isDeleted };
}

/** The other end of a transfer, if it is not named: there may be only one other. */
function target({ options, servers }: CommandContext, from: string): string {
  const others = servers.filter(server => server !== from);
  const to = options['to'] ?? (others.length === 1 ? others[0] : undefined);
  if (to === undefined) throw new UserError({ code: 'which-server', known: others });
  return to;
}

/** The answer to a question, by a button or in words. It is taken once. */
async function answered(context: CommandContext, id: string): Promise<Message> {
  const { jobs, options, person } = context;
  const { answer = '', email } = options;
  const address = email === undefined ? undefined : emailAddressIn(email);
  const earlier = await jobs.claim(`import.${id}`, person.name, claimMs);
  if (earlier !== undefined) throw new UserError({ code: 'already-pressed', ...earlier });
  return goOn(context, room.take(person.id, id), answer, address);
}

function goOn(
  context: CommandContext,
  waiting: Waiting,
  answer: string,
  email: string | undefined,
): Promise<Message> | Message {
  switch (waiting.kind) {
    case 'server': {
      const server = waiting.servers[Number(answer)];
      if (server === undefined || !context.servers.includes(server)) break;
      return importSent(context, room, server, { ...waiting, notDeleted: false });
    }
    case 'email': {
      const { files, server } = waiting;
      if (email === undefined || !context.servers.includes(server)) break;
      const sent = { files: files.slice(0, 1), later: files.slice(1), email, notDeleted: false };
      return importSent(context, room, server, sent);
    }
    case 'account': {
      const account = waiting.accounts[Number(answer)];
      if (account === undefined) break;
      return moveOrCopy(context, room, { ...waiting, account });
    }
    case 'how': {
      const { from, to } = waiting;
      if (answer !== 'move' && answer !== 'copy') break;
      if (!context.servers.includes(from) || !context.servers.includes(to)) break;
      return bringAccount(context, room, waiting, answer);
    }
  }
  // No button of ours says this, or it was another's right when it was asked.
  throw new UserError({ code: 'import-forgotten' });
}
