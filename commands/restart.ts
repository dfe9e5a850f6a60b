import { defineCommand, type CommandContext } from '../src/chat/command';
import type { Button, Message } from '../src/chat/platform';
import { problemOf, UserError } from '../src/errors';
import { explain } from '../src/messages/catalogue';
import { lines } from '../src/messages/rich';

/** Who answers a question later than this answers it in another situation. */
const questionMs = 10 * 60_000;
/** Bots on several machines need not have the very same time. */
const skewMs = 60_000;
const claimMs = 24 * 3_600_000;
/** To be taken up by a worker; what is taken up has its own time. */
const timeoutMs = 20_000;

export const command = defineCommand({
  name: 'restart',
  options: [{ name: 'server', required: true }],
  access: 'operator',
  run: context => {
    const { incoming, options } = context;
    // Only the button carries it: nothing that is typed skips the question.
    const asked = incoming.event.kind === 'action' ? options['asked'] : undefined;
    return asked === undefined ? question(context) : restart(context, asked);
  },
});

async function question({ jobs, options, words }: CommandContext): Promise<Message> {
  const server = options['server'] ?? '';
  const [running] = await jobs.line(server);
  const loggingIn = running === undefined || running.state.kind === 'queued' ? [] : [running.requester.name];
  const yes: Button = {
    kind: 'action',
    label: words.operate.restart.yes,
    action: `yes:${server}:${Date.now().toString(36)}`,
    style: 'danger',
  };
  return { text: words.operate.restart.question(server, loggingIn), buttons: [[yes]] };
}

async function restart(context: CommandContext, asked: string): Promise<Message> {
  const { incoming, jobs, options, person, words } = context;
  const server = options['server'] ?? '';
  const askedAtMs = Number.parseInt(asked, 36);
  const ageMs = Date.now() - askedAtMs;
  if (!(ageMs >= -skewMs && ageMs <= questionMs)) throw new UserError({ code: 'question-too-old' });
  const earlier = await jobs.claim(`restart.${server}.${askedAtMs}`, person.name, claimMs);
  if (earlier !== undefined) throw new UserError({ code: 'already-pressed', ...earlier });

  const say = words.operate.restart;
  await incoming.answer({ text: say.underWay(server, person.name) });
  try {
    const { before, after, downMs } = await jobs.run('restart', { server, by: person.name }, timeoutMs);
    return { text: lines(say.done(server, person.name, downMs), words.login.counts(before, after)) };
  } catch (error) {
    const problem = problemOf(error);
    if (problem === undefined) throw error;
    return {
      text: say.failed(server, person.name, explain(words, problem)),
      buttons: [whereToLook(context, server)],
    };
  }
}

function whereToLook({ words }: CommandContext, server: string): readonly Button[] {
  const { log, doctor } = words.alerts.buttons;
  return [
    { kind: 'action', label: log, action: `logs:${server}` },
    { kind: 'action', label: doctor, action: `doctor:${server}` },
  ];
}
