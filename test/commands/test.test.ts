import { command } from '../../commands/test';
import type { Address } from '../../src/chat/platform';
import { UserError, type Problem } from '../../src/errors';
import type { TestReport } from '../../src/jobs/reports';
import { fakeJobs } from '../fakes/jobs';
import { bob, group } from '../fakes/login';
import { buttonsOf, plainText } from '../fakes/plain';
import { openScene } from './scene';

const models = ['claude-haiku-4-5', 'claude-opus-5', 'gpt-5.5'];
const offer: TestReport = { server: 'ali', models };
const answered: TestReport = {
  ...offer,
  answered: { model: 'claude-opus-5', firstLine: 'Hello <b>you</b>!', ms: 1_240 },
};

function testing(outcome: TestReport | Problem) {
  const test = () => ('code' in outcome ? Promise.reject(new UserError(outcome)) : Promise.resolve(outcome));
  return openScene('telegram', fakeJobs({ test }));
}

describe('/test', () => {
  it('lists the models when none is named, with a button for some', async () => {
    const { run, jobs } = testing(offer);

    const { incoming, reply, text } = await run(command, { options: { server: 'ali' } });

    expect(jobs.ran).toEqual([{ name: 'test', data: { server: 'ali' } }]);
    expect(incoming.answers.map(({ text: said }) => plainText(said))).toEqual([
      '⏳ Asking ali for its models…',
    ]);
    expect(text).toMatch(/^ali offers 3 models:\nclaude: claude-opus-5, claude-haiku-4-5\ngpt: gpt-5\.5\n/);
    expect(reply && actionsOf(reply)).toEqual([
      'test:ali:claude-haiku-4-5',
      'test:ali:gpt-5.5',
      'test:ali:claude-opus-5',
    ]);
  });

  it('asks the model, says so meanwhile, and then what it answered in which time', async () => {
    const { run, jobs } = testing(answered);

    const { incoming, reply, text } = await run(command, { options: { server: 'ali', model: 'opus' } });

    expect(jobs.ran).toEqual([{ name: 'test', data: { server: 'ali', model: 'opus' } }]);
    expect(incoming.answers.map(({ text: said }) => plainText(said))).toEqual([
      '⏳ Asking opus on ali… (up to a minute)',
    ]);
    expect(text).toBe('✅ claude-opus-5 on ali answered within 1.2 s:\nHello <b>you</b>!');
    expect(reply && actionsOf(reply)).toEqual(['test:ali']);
  });

  it('says so when a model answers without words', async () => {
    const { run } = testing({ ...offer, answered: { model: 'gpt-5.5', firstLine: '', ms: 61_000 } });

    const { text } = await run(command, { options: { server: 'ali', model: 'gpt-5.5' } });

    expect(text).toBe('✅ gpt-5.5 on ali answered within 61 s, without a word.');
  });

  it("names the guides' port where that is the one that answered", async () => {
    const { run } = testing({ ...answered, otherPort: 8080 });

    const { text } = await run(command, { options: { server: 'ali', model: 'opus' } });

    expect(text).toContain('8080');
  });

  it('finds the model that was almost typed, and offers it', async () => {
    const { run } = testing({ code: 'unknown-model', server: 'ali', typed: 'claude-opus-6', known: models });

    const { reply, text } = await run(command, { options: { server: 'ali', model: 'claude-opus-6' } });

    expect(text).toBe('❌ Test of ali: ali offers no model claude-opus-6. Did you mean claude-opus-5?');
    expect(reply && actionsOf(reply)).toEqual(['test:ali:claude-opus-5', 'test:ali']);
  });

  it('offers those that it could be where several are', async () => {
    const { run } = testing({
      code: 'unknown-model',
      server: 'ali',
      typed: 'claude',
      known: models.slice(0, 2),
    });

    const { reply, text } = await run(command, { options: { server: 'ali', model: 'claude' } });

    expect(text).toContain('There is: claude-haiku-4-5, claude-opus-5.');
    expect(reply && actionsOf(reply)).toEqual([
      'test:ali:claude-haiku-4-5',
      'test:ali:claude-opus-5',
      'test:ali',
    ]);
  });

  it.each<[Problem, readonly string[]]>([
    [{ code: 'accounts-cooling', server: 'ali', model: 'gpt-5.5', untilMs: 0 }, ['accounts:ali', 'test:ali']],
    [{ code: 'no-account', server: 'ali' }, ['accounts:ali']],
    [{ code: 'api-silent', server: 'ali', ports: [8317, 8080] }, ['logs:ali', 'doctor:ali']],
    [
      { code: 'completion-failed', server: 'ali', status: 529, detail: 'Overloaded' },
      ['test:ali:gpt-5.5', 'accounts:ali', 'logs:ali'],
    ],
    [
      { code: 'completion-silent', server: 'ali', model: 'gpt-5.5', seconds: 60 },
      ['test:ali:gpt-5.5', 'accounts:ali', 'logs:ali'],
    ],
    [{ code: 'no-api-key', server: 'ali' }, []],
    [{ code: 'no-worker' }, []],
  ])('says why it did not work, and offers what helps: %j', async (problem, actions) => {
    const { run } = testing(problem);

    const { reply, text } = await run(command, { options: { server: 'ali', model: 'gpt-5.5' } });

    expect(text).toMatch(/^❌ Test of ali: ./);
    expect(reply && actionsOf(reply)).toEqual(actions);
  });

  it.each<[string, string, { readonly place?: Address }]>([
    ['the private chat', 'ada@example.com', {}],
    ['a group', 'a…@example.com', { place: group }],
  ])('names the account that is refused in %s as %s', async (_where, shown, place) => {
    const detail = 'the organization of ada@example.com is disabled';
    const { run } = testing({ code: 'completion-failed', server: 'ali', status: 403, detail });

    const { text } = await run(command, { ...place, options: { server: 'ali', model: 'gpt-5.5' } });

    expect(text).toContain(`organization of ${shown} is`);
  });

  it('names the variable that is missing', async () => {
    const { run } = testing({ code: 'no-api-key', server: 'ali' });

    const { text } = await run(command, { options: { server: 'ali' } });

    expect(text).toContain('ALI_API_KEY');
  });

  it('lets what nobody foresaw through', async () => {
    const { run } = openScene('telegram', fakeJobs({ test: () => Promise.reject(new TypeError('a bug')) }));

    await expect(run(command, { options: { server: 'ali' } })).rejects.toThrow('a bug');
  });

  it('speaks the language of whoever asks', async () => {
    const { run } = testing(answered);

    const { text } = await run(command, { person: bob, options: { server: 'ali', model: 'opus' } });

    expect(text).toBe('✅ ali 上的 claude-opus-5 在 1.2 秒内回答了：\nHello <b>you</b>!');
  });
});

function actionsOf(message: Parameters<typeof buttonsOf>[0]): readonly string[] {
  return buttonsOf(message).map(button => (button.kind === 'action' ? button.action : button.kind));
}
