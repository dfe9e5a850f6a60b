import { command } from '../../commands/restart';
import { UserError, type Problem } from '../../src/errors';
import type { RestartReport } from '../../src/jobs/reports';
import { fakeJobs } from '../fakes/jobs';
import { ada, bob, group, loginOf, waiting } from '../fakes/login';
import { buttonsOf, plainText } from '../fakes/plain';
import { openScene, type Asking } from './scene';

const minuteMs = 60_000;
const counts = (clients: number) => ({
  clients,
  parts: [{ count: clients, label: 'auth entries' }],
  atMs: 1_000,
});
const report: RestartReport = { container: 'cliproxy', before: counts(1), after: counts(2), downMs: 4_200 };

function restarting(outcome: RestartReport | Problem = report) {
  const restart = () =>
    'code' in outcome ? Promise.reject(new UserError(outcome)) : Promise.resolve(outcome);
  return openScene('telegram', fakeJobs({ restart }));
}

/** Pressed so long after the question. */
function pressed(agoMs = 1_000, change: Partial<Asking> = {}): Asking {
  const asked = (Date.now() - agoMs).toString(36);
  const event = { kind: 'action', action: `yes:ali:${asked}` } as const;
  return { event, options: { server: 'ali', asked }, ...change };
}

describe('/restart', () => {
  it('asks before it acts', async () => {
    const { run, jobs } = restarting();

    const { reply, text } = await run(command, { options: { server: 'ali' } });

    expect(text).toMatch(/^Restart CLIProxyAPI on ali\?/);
    expect(reply && buttonsOf(reply)).toEqual([
      {
        kind: 'action',
        label: 'Restart now',
        action: expect.stringMatching(/^yes:ali:[0-9a-z]{8,9}$/) as unknown,
        style: 'danger',
      },
    ]);
    expect(jobs.ran).toEqual([]);
  });

  it('asks whatever is typed, also what its button says', async () => {
    const { run, jobs } = restarting();
    const { options = {} } = pressed();
    const event = { kind: 'command', name: 'restart', options, rest: '' } as const;

    const { text } = await run(command, { options, event });

    expect(text).toMatch(/^Restart CLIProxyAPI on ali\?/);
    expect(jobs.ran).toEqual([]);
  });

  it('says whose login it would end', async () => {
    const { run, jobs } = restarting();
    await jobs.addLogin(loginOf({ by: bob, state: waiting }));

    const { text } = await run(command, { options: { server: 'ali' } });

    expect(text).toContain('also end a login that is under way: Bob.');
  });

  it('acts when its button is pressed, and says what came of it and who asked', async () => {
    const { run, jobs } = restarting();

    const { incoming, text } = await run(command, pressed(minuteMs, { place: group }));

    expect(jobs.ran).toEqual([{ name: 'restart', data: { server: 'ali', by: 'Ada' } }]);
    expect(incoming.answers.map(answer => plainText(answer.text))).toEqual([
      '🔄 Restarting CLIProxyAPI on ali, asked by Ada…',
    ]);
    expect(text?.split('\n')).toEqual([
      '✅ CLIProxyAPI on ali answers again. It was down for 4 s; Ada asked for the restart.',
      'clients 1 → 2 (2 auth entries)',
    ]);
  });

  it('acts once, and tells the second who was first', async () => {
    const { run, jobs } = restarting();
    const press = pressed();

    await run(command, { ...press, person: ada });
    const second = run(command, { ...press, person: bob });

    await expect(second).rejects.toMatchObject({ problem: { code: 'already-pressed', by: 'Ada' } });
    expect(jobs.ran).toHaveLength(1);
  });

  it('acts once when two press at the same moment', async () => {
    const { run, jobs } = restarting();
    const press = pressed();

    const both = await Promise.allSettled([ada, bob].map(person => run(command, { ...press, person })));

    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(jobs.ran).toHaveLength(1);
  });

  it('acts once also where the time of the question is written in another way', async () => {
    const { run, jobs } = restarting();
    const press = pressed();
    const asked = press.options?.['asked'] ?? '';
    await run(command, press);

    const forged = run(command, { ...press, options: { server: 'ali', asked: `${asked.toUpperCase()}.` } });

    await expect(forged).rejects.toMatchObject({ problem: { code: 'already-pressed' } });
    expect(jobs.ran).toHaveLength(1);
  });

  it('acts again for another question', async () => {
    const { run, jobs } = restarting();

    await run(command, pressed(1_000));
    await run(command, pressed(2_000));

    expect(jobs.ran).toHaveLength(2);
  });

  it.each([
    ['a week later', pressed(7 * 24 * 60 * minuteMs)],
    ['eleven minutes later', pressed(11 * minuteMs)],
    ['before it was asked', pressed(-5 * minuteMs)],
    ['with a time that is none', { ...pressed(), options: { server: 'ali', asked: '_' } }],
  ])('does nothing when its button is pressed %s', async (_when, press) => {
    const { run, jobs } = restarting();

    const late = run(command, press);

    await expect(late).rejects.toMatchObject({ problem: { code: 'question-too-old' } });
    expect(jobs.ran).toEqual([]);
  });

  it('says why it did not work, and shows where to look', async () => {
    const { run } = restarting({
      code: 'no-answer',
      server: 'ali',
      container: 'cliproxy',
      port: 8317,
      seconds: 60,
    });

    const { reply, text } = await run(command, pressed());

    expect(text).toMatch(/^❌ Restart of ali, asked by Ada: .*8317 has not answered for 60 seconds/);
    expect(
      reply && buttonsOf(reply).map(button => (button.kind === 'action' ? button.action : button.kind)),
    ).toEqual(['logs:ali', 'doctor:ali']);
  });

  it('lets what nobody foresaw through', async () => {
    const { run } = openScene(
      'telegram',
      fakeJobs({ restart: () => Promise.reject(new TypeError('a bug')) }),
    );

    await expect(run(command, pressed())).rejects.toThrow('a bug');
  });

  it('speaks the language of whoever asks', async () => {
    const { run } = restarting();

    const question = await run(command, { person: bob, options: { server: 'ali' } });
    const answer = await run(command, pressed(1_000, { person: bob }));

    expect(question.text).toMatch(/^要重启 ali 上的 CLIProxyAPI 吗？/);
    expect(answer.text).toContain('已恢复响应，中断了 4 秒（Bob 要求重启）。');
  });
});
