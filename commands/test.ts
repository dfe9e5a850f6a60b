import { roomOn } from '../src/chat/accounts/room';
import { defineCommand, type CommandContext } from '../src/chat/command';
import { maskedParts } from '../src/chat/mask';
import { guessed } from '../src/chat/models/guessed';
import { modelList } from '../src/chat/models/model-list';
import { modelButtons, sensibleModels } from '../src/chat/models/sensible';
import type { Button, Message } from '../src/chat/platform';
import { problemOf, type Problem } from '../src/errors';
import type { TestReport } from '../src/jobs/reports';
import { explain, type Catalogue } from '../src/messages/catalogue';
import { lines } from '../src/messages/rich';

/** To be taken up by a worker. What is taken up has two minutes more, and a completion takes at most one. */
const timeoutMs = 20_000;

export const command = defineCommand({
  name: 'test',
  options: [{ name: 'server', required: true }, { name: 'model' }],
  access: 'operator',
  run: async context => {
    const { incoming, jobs, options, words } = context;
    const { server = '', model = '' } = options;
    const say = words.test;
    await incoming.answer({ text: model === '' ? say.looking(server) : say.asking(server, model) });
    try {
      const report = await jobs.run('test', { server, ...(model !== '' && { model }) }, timeoutMs);
      return answer(context, report);
    } catch (error) {
      const problem = problemOf(error);
      if (problem === undefined) throw error;
      const meant = guessed(problem);
      const text = say.failed(server, explain(words, meant));
      return {
        // A provider's refusal can name the account.
        text: incoming.isPrivate ? text : maskedParts(text),
        buttons: helping(server, model, meant, words),
      };
    }
  },
});

function answer({ platform, words }: CommandContext, report: TestReport): Message {
  const { answered, models, otherPort, server } = report;
  const say = words.test;
  const elsewhere = otherPort !== undefined && say.otherPort(otherPort);
  if (answered === undefined) {
    return {
      text: lines(modelList(server, models, words, roomOn(platform.name)), elsewhere),
      buttons: modelButtons(server, sensibleModels(models)),
    };
  }
  const { firstLine, model, ms } = answered;
  return {
    text: lines(say.answered(server, model, firstLine, ms), elsewhere),
    buttons: [[modelsOf(server, words)]],
  };
}

/** What can be done about it with one press. */
function helping(
  server: string,
  model: string,
  problem: Problem,
  words: Catalogue,
): readonly (readonly Button[])[] {
  const { doctor, log } = words.alerts.buttons;
  const logs: Button = { kind: 'action', label: log, action: `logs:${server}` };
  const accounts: Button = {
    kind: 'action',
    label: words.test.buttons.accounts,
    action: `accounts:${server}`,
  };
  switch (problem.code) {
    case 'unknown-model': {
      const { didYouMean, known } = problem;
      const offered = didYouMean === undefined ? sensibleModels(known) : [didYouMean];
      return [...modelButtons(server, offered), [modelsOf(server, words)]];
    }
    case 'accounts-cooling':
      return [[accounts, modelsOf(server, words)]];
    case 'no-account':
      return [[accounts]];
    case 'api-silent':
      return [[logs, { kind: 'action', label: doctor, action: `doctor:${server}` }]];
    case 'completion-silent':
    case 'completion-failed':
      return [...againButton(server, model, words), [accounts, logs]];
    default:
      return [];
  }
}

function againButton(server: string, model: string, words: Catalogue): readonly (readonly Button[])[] {
  return modelButtons(server, [model]).map(row =>
    row.map(button => ({ ...button, label: words.test.buttons.again })),
  );
}

function modelsOf(server: string, words: Catalogue): Button {
  return { kind: 'action', label: words.test.buttons.models, action: `test:${server}` };
}
