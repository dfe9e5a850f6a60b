import { setTimeout as sleep } from 'node:timers/promises';
import { accountsButtons } from '../src/chat/accounts/buttons';
import { gather, type Gathered, type Section } from '../src/chat/accounts/gather';
import { maskedReport } from '../src/chat/accounts/masked';
import { roomOn } from '../src/chat/accounts/room';
import { sectionsText } from '../src/chat/accounts/sections';
import { urgentFirst } from '../src/chat/accounts/urgency';
import { mayDo } from '../src/chat/access';
import { defineCommand, type CommandContext } from '../src/chat/command';
import type { AttachedFile, Message, Part } from '../src/chat/platform';
import { problemOf, type Problem } from '../src/errors';
import type { WatchRecord } from '../src/jobs/incident';
import { byUrgency } from '../src/jobs/account';
import { explain } from '../src/messages/catalogue';
import { renderAccounts } from '../src/picture/accounts-picture';

const timeoutMs = 20_000;
/** So long the quick servers wait for the slow ones. */
const patienceMs = 2_000;

export const command = defineCommand({
  name: 'accounts',
  options: [{ name: 'server' }, { name: 'view', choices: ['picture'] }],
  access: 'viewer',
  run: async context => {
    const { incoming, options, servers } = context;
    const asked = options['server'];
    const looks = gather(asked === undefined ? servers : [asked], {
      ask: server => ask(context, server),
      whySilent: async server => unreachableNow(await watchOf(context, server)),
      patience: () => sleep(patienceMs, undefined, { ref: false }),
    });
    const isPicture = options['view'] === 'picture';
    for await (const { complete, sections } of looks) {
      const isWorth = sections.some(({ kind }) => kind !== 'silent');
      if (isPicture && (complete || isWorth)) return picture(context, sections);
      if (complete) return textMessage(context, sections);
      if (!isPicture) await incoming.answer(textMessage(context, sections));
    }
    return undefined;
  },
});

async function ask({ incoming, jobs }: CommandContext, server: string): Promise<Section> {
  try {
    const report = await jobs.run('accounts', { server }, timeoutMs);
    return { kind: 'report', server, report: incoming.isPrivate ? report : maskedReport(report) };
  } catch (error) {
    const problem = problemOf(error);
    if (problem === undefined) throw error;
    return { kind: 'failed', server, problem };
  }
}

function textMessage(context: CommandContext, sections: Gathered['sections']): Message {
  const { platform, words } = context;
  const text = sectionsText(sections, words, roomOn(platform.name));
  return { text, buttons: buttonsOf(context, sections) };
}

async function picture(context: CommandContext, sections: Gathered['sections']): Promise<Message> {
  const { words } = context;
  const drawn = await Promise.all(
    urgentFirst(sections).map(async section => {
      const { server } = section;
      const history = (await watchOf(context, server))?.history;
      if (section.kind === 'report') return { server, report: section.report, history };
      return { server, report: undefined, problem: plain(whyMissing(context, section)), history };
    }),
  );
  const accounts = sections.flatMap(section => (section.kind === 'report' ? section.report.accounts : []));
  const states = byUrgency.flatMap(kind => {
    const count = accounts.filter(({ state }) => state.kind === kind).length;
    return count === 0 ? [] : [{ count, state: words.picture.states[kind] }];
  });
  const description = words.accounts.summary(sections.length, states);
  const file: AttachedFile = {
    name: 'accounts.png',
    kind: 'picture',
    bytes: await renderAccounts(drawn, words.picture, Date.now()),
    description,
  };
  return { text: [description], file, buttons: buttonsOf(context, sections) };
}

function buttonsOf({ access, options, person, words }: CommandContext, sections: readonly Section[]) {
  const mayLogIn = (server: string): boolean => mayDo(access, person, 'operator', server);
  return accountsButtons(sections, words, { asked: options['server'], mayLogIn });
}

/** What its watcher knows; nothing where the queue cannot be asked now. */
async function watchOf({ jobs }: CommandContext, server: string): Promise<WatchRecord | undefined> {
  try {
    return await jobs.read('watch', server);
  } catch (error) {
    if (problemOf(error) === undefined) throw error;
    return undefined;
  }
}

function unreachableNow(watch: WatchRecord | undefined): Problem | undefined {
  const open = watch?.incidents.filter(incident => incident.endedAtMs === undefined) ?? [];
  return open.flatMap(({ trouble }) => (trouble.kind === 'unreachable' ? [trouble.problem] : [])).at(-1);
}

function whyMissing({ words }: CommandContext, section: Section): readonly Part[] {
  const problem = section.kind === 'report' ? undefined : section.problem;
  return problem === undefined ? [words.accounts.noAnswerYet] : explain(words, problem);
}

function plain(parts: readonly Part[]): string {
  return parts
    .map(part => (typeof part === 'string' ? part : part.kind === 'moment' ? '' : part.text))
    .join('');
}
