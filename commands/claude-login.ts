import { randomBytes } from 'node:crypto';
import { mendedByLogin, whenOf } from '../src/chat/alerts/alert-buttons';
import { isOpen } from '../src/chat/alerts/next-step';
import { defineCommand, type CommandContext } from '../src/chat/command';
import { ChatClosed, type Message, type MessageRef } from '../src/chat/platform';
import { placeOf, statusMessage } from '../src/chat/status';
import { UserError } from '../src/errors';
import type { Login } from '../src/jobs/contracts';

/** So long the button of an alert is theirs who pressed it; no login runs longer. */
const pressHoldsMs = 5 * 60_000;
/** The button of a list of accounts serves several: it is held until the login is in line. */
const listHoldsMs = 30_000;

interface Shown {
  readonly ref: MessageRef;
  /** It is the answer to the command, so nothing else is to be answered. */
  readonly isAnswer: boolean;
}

export const command = defineCommand({
  name: 'claude-login',
  options: [{ name: 'server', required: true }],
  access: 'operator',
  run: async context => {
    const { incoming, jobs, options, person, words } = context;
    const server = options['server'] ?? '';
    const line = await jobs.line(server);
    const own = line.find(login => login.requester.id === person.id);
    if (own !== undefined) return showAgain(context, own);
    const incident = options['incident'];
    if (incident !== undefined) await stillNeeded(context, server, incident);
    const isShared = incident !== undefined || isPressedAmongOthers(context);
    const [other] = line;
    if (isShared && other !== undefined) {
      throw new UserError({ code: 'login-under-way', server, by: other.requester.name });
    }

    const id = `${server}.${randomBytes(4).toString('hex')}` as const;
    const { place, ahead } = placeOf(id, line);
    const draft = {
      id,
      server,
      provider: 'claude',
      requester: { id: person.id, name: person.name, language: person.language },
      ...(!incoming.isPrivate && { origin: incoming.place }),
      requestedAtMs: Date.now(),
      state: { kind: 'queued' },
    } as const;
    const shown = await show(context, statusMessage(draft, { place, ahead }, words));
    const { login, added } = await add({ ...draft, shownAt: shown.ref }).catch(async (error: unknown) => {
      // An answer is needed still: to say what went wrong.
      if (!shown.isAnswer) await context.platform.remove(shown.ref);
      throw error;
    });
    if (!added) return moveTo(context, login, shown);
    return shown.isAnswer ? undefined : { text: words.login.answered(server, place, ahead) };

    /** Of two who press the same button at the same moment one logs in: who can be reached, and was first. */
    async function add(login: Login): ReturnType<typeof jobs.addLogin> {
      const holdsMs = incident === undefined ? listHoldsMs : pressHoldsMs;
      const pressed =
        isShared && (await jobs.claim(`again.${server}.${incident ?? ''}`, person.name, holdsMs));
      if (pressed && pressed.by !== person.name) throw new UserError({ code: 'already-pressed', ...pressed });
      return jobs.addLogin(login);
    }
  },
});

/** A button that others may see too. Whoever types the command means a login of their own. */
function isPressedAmongOthers({ incoming }: CommandContext): boolean {
  return incoming.event.kind === 'action' && !incoming.isPrivate;
}

/** Throws where the alert whose button was pressed needs no login any more. */
async function stillNeeded({ jobs }: CommandContext, server: string, when: string): Promise<void> {
  const watch = await jobs.read('watch', server);
  const isOver = !watch?.incidents.some(
    each => whenOf(each) === when && mendedByLogin(each.trouble) && isOpen(each),
  );
  if (isOver) throw new UserError({ code: 'incident-over', server });
}

/** Asked twice: the same login, with its link, moves down to where the person is looking. */
async function showAgain(context: CommandContext, login: Login): Promise<Message | undefined> {
  const line = await context.jobs.line(login.server);
  const message = statusMessage(login, placeOf(login.id, line), context.words);
  return moveTo(context, login, await show(context, message));
}

async function moveTo(
  { jobs, platform, words }: CommandContext,
  login: Login,
  shown: Shown,
): Promise<Message | undefined> {
  await jobs.setShownAt(login.id, shown.ref);
  await platform.remove(login.shownAt);
  // It may have changed while it was being shown.
  await jobs.tell(platform.name, { kind: 'status', login: login.id });
  return shown.isAnswer ? undefined : { text: words.login.answeredAgain(login.server) };
}

/**
 * Puts the status message where only this person reads it: in this chat when it is private, else in theirs.
 * Where that is closed, Discord's answer serves, which nobody else sees; elsewhere nothing is started.
 */
async function show(
  { incoming, options, person, platform }: CommandContext,
  message: Message,
): Promise<Shown> {
  if (incoming.isPrivate) return { ref: await incoming.answer(message), isAnswer: true };
  try {
    return { ref: await platform.send(await platform.openPrivate(person.id), message), isAnswer: false };
  } catch (error) {
    if (!(error instanceof ChatClosed)) throw error;
    if (platform.name === 'discord') return { ref: await incoming.answer(message), isAnswer: true };
    const { server = '' } = options;
    const openUrl = platform.privateChatUrl('claude-login', { server });
    throw new UserError(
      { code: 'private-chat-closed', platform: 'telegram', ...(openUrl && { openUrl }) },
      error,
    );
  }
}
