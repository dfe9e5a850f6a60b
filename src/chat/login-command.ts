import { randomBytes } from 'node:crypto';
import { loginThatMends, whenOf } from './alerts/alert-buttons';
import { isOpen } from './alerts/next-step';
import { defineCommand, type Command, type CommandContext } from './command';
import { ChatClosed, type Message, type MessageRef } from './platform';
import { placeOf, statusMessage } from './status';
import { UserError } from '../errors';
import type { Login, ProviderName } from '../jobs/login';

/** So long the button of an alert is theirs who pressed it; no login runs longer. */
const pressHoldsMs = 5 * 60_000;
/** The button of a list of accounts serves several: it is held until the login is in line. */
const listHoldsMs = 30_000;

interface Shown {
  readonly ref: MessageRef;
  /** It is the answer to the command, so nothing else is to be answered. */
  readonly isAnswer: boolean;
}

/** `/claude-login` and its like: they differ in whom they log in with alone. */
export function loginCommand(provider: ProviderName): Command {
  return defineCommand({
    name: `${provider}-login`,
    options: [{ name: 'server', required: true }],
    access: 'operator',
    run: context => start(context, provider),
  });
}

async function start(context: CommandContext, provider: ProviderName): Promise<Message | undefined> {
  const { incoming, jobs, options, person, words } = context;
  const server = options['server'] ?? '';
  const line = await jobs.line(server);
  const alike = line.filter(login => login.provider === provider);
  const own = alike.find(login => login.requester.id === person.id);
  if (own !== undefined) return showAgain(context, own);
  const incident = options['incident'];
  if (incident !== undefined) await stillNeeded(context, provider, server, incident);
  const isShared = incident !== undefined || isPressedAmongOthers(context);
  const [other] = alike;
  if (isShared && other !== undefined) {
    throw new UserError({ code: 'login-under-way', server, provider, by: other.requester.name });
  }

  const id = `${server}.${randomBytes(4).toString('hex')}` as const;
  const { place, ahead } = placeOf(id, line);
  const draft = {
    id,
    server,
    provider,
    requester: { id: person.id, name: person.name, language: person.language },
    ...(!incoming.isPrivate && { origin: incoming.place }),
    requestedAtMs: Date.now(),
    state: { kind: 'queued' },
  } as const;
  const shown = await show(context, provider, statusMessage(draft, { place, ahead }, words));
  const { login, added } = await add({ ...draft, shownAt: shown.ref }).catch(async (error: unknown) => {
    // An answer is needed still: to say what went wrong.
    if (!shown.isAnswer) await context.platform.remove(shown.ref);
    throw error;
  });
  if (!added) return moveTo(context, login, shown);
  return shown.isAnswer ? undefined : { text: words.login.answered(draft, place, ahead) };

  /** Of two who press the same button at the same moment one logs in: who can be reached, and was first. */
  async function add(login: Login): ReturnType<typeof jobs.addLogin> {
    const holdsMs = incident === undefined ? listHoldsMs : pressHoldsMs;
    const pressed =
      isShared && (await jobs.claim(`again.${server}.${provider}.${incident ?? ''}`, person.name, holdsMs));
    if (pressed && pressed.by !== person.name) throw new UserError({ code: 'already-pressed', ...pressed });
    return jobs.addLogin(login);
  }
}

/** A button that others may see too. Whoever types the command means a login of their own. */
function isPressedAmongOthers({ incoming }: CommandContext): boolean {
  return incoming.event.kind === 'action' && !incoming.isPrivate;
}

/** Throws where the alert whose button was pressed needs no login any more. */
async function stillNeeded(
  { jobs }: CommandContext,
  provider: ProviderName,
  server: string,
  when: string,
): Promise<void> {
  const watch = await jobs.read('watch', server);
  const isOver = !watch?.incidents.some(
    each => whenOf(each) === when && loginThatMends(each.trouble) === provider && isOpen(each),
  );
  if (isOver) throw new UserError({ code: 'incident-over', server });
}

/** Asked twice: the same login, with its link, moves down to where the person is looking. */
async function showAgain(context: CommandContext, login: Login): Promise<Message | undefined> {
  const line = await context.jobs.line(login.server);
  const message = statusMessage(login, placeOf(login.id, line), context.words);
  return moveTo(context, login, await show(context, login.provider, message));
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
  return shown.isAnswer ? undefined : { text: words.login.answeredAgain(login) };
}

/**
 * Puts the status message where only this person reads it: in this chat when it is private, else in theirs.
 * Where that is closed, Discord's answer serves, which nobody else sees; elsewhere nothing is started.
 */
async function show(
  { incoming, options, person, platform }: CommandContext,
  provider: ProviderName,
  message: Message,
): Promise<Shown> {
  if (incoming.isPrivate) return { ref: await incoming.answer(message), isAnswer: true };
  try {
    return { ref: await platform.send(await platform.openPrivate(person.id), message), isAnswer: false };
  } catch (error) {
    if (!(error instanceof ChatClosed)) throw error;
    if (platform.name === 'discord') return { ref: await incoming.answer(message), isAnswer: true };
    const { server = '' } = options;
    const openUrl = platform.privateChatUrl(`${provider}-login`, { server });
    throw new UserError(
      { code: 'private-chat-closed', platform: 'telegram', ...(openUrl && { openUrl }) },
      error,
    );
  }
}
