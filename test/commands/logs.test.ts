import { command } from '../../commands/logs';
import type { PlatformName } from '../../src/chat/platform';
import type { LogsReport } from '../../src/jobs/reports';
import { fakeJobs } from '../fakes/jobs';
import { bob, group } from '../fakes/login';
import { openScene } from './scene';

const atMs = Date.UTC(2026, 10, 22, 13, 4, 5);

function logging(texts: readonly string[], platform: PlatformName = 'telegram') {
  const lines: LogsReport['lines'] = texts.map((text, index) => ({ atMs: atMs + index * 1_000, text }));
  return openScene(platform, fakeJobs({ logs: () => Promise.resolve({ container: 'cliproxy', lines }) }));
}

const ali = { options: { server: 'ali' } };

describe('/logs', () => {
  it('shows the end of the log, newest last, with the time of each line', async () => {
    const { run, jobs } = logging(['one', '[2026-11-22 21:04:06] [--------] [info ] [main.go:1] two']);

    const { reply, text } = await run(command, ali);

    expect(jobs.ran).toEqual([{ name: 'logs', data: { server: 'ali', lines: 30 } }]);
    expect(reply?.file).toBeUndefined();
    expect(text?.split('\n')).toEqual([
      'ali (cliproxy): the last 2 lines, times in UTC.',
      '11-22 13:04:05 one',
      '11-22 13:04:06 [info ] [main.go:1] two',
    ]);
    expect(reply?.text.at(-1)).toMatchObject({ kind: 'block' });
  });

  it.each([
    ['discord', 1_700],
    ['telegram', 3_700],
  ] as const)('sends what does not fit into a message of %s as a file', async (platform, most) => {
    const line = 'x'.repeat(99);
    const { run } = logging(Array<string>(Math.ceil(most / 100)).fill(line), platform);

    const { reply, text } = await run(command, ali);

    const content = Buffer.from(reply?.file?.bytes ?? []).toString('utf8');
    expect(text).toMatch(/^ali \(cliproxy\): the last \d+ lines, times in UTC\.$/);
    expect(reply?.file).toMatchObject({ name: 'ali-cliproxy.log', kind: 'text' });
    expect(content.split('\n')[0]).toBe(`2026-11-22T13:04:05.000Z ${line}`);
    expect(content).toMatch(/\n$/);
  });

  it.each(['discord', 'telegram'] as const)(
    'keeps what it shows on %s within one message',
    async platform => {
      const most = { discord: 2_000, telegram: 4_096 }[platform];
      const texts = Array.from({ length: 200 }, (_, index) => 'x'.repeat(index));
      const scenes = texts.map((_, count) => logging(texts.slice(0, count + 1), platform));

      const lengths = await Promise.all(
        scenes.map(async ({ run }) => (await run(command, ali)).text?.length ?? 0),
      );

      expect(Math.max(...lengths)).toBeLessThan(most - 100);
      expect(Math.max(...lengths)).toBeGreaterThan(most / 2);
    },
  );

  it('shows all of it in the terminal', async () => {
    const { run } = logging(Array<string>(2_000).fill('x'.repeat(99)), 'terminal');

    const { reply, text } = await run(command, ali);

    expect(reply?.file).toBeUndefined();
    expect(text?.split('\n')).toHaveLength(2_001);
  });

  it.each([
    ['one line', ['saved claude-ada@example.com.json']],
    ['a file', Array<string>(90).fill('saved claude-ada@example.com.json for ada@example.com again')],
  ])('masks e-mails where others read: %s', async (_what, texts) => {
    const { run } = logging(texts);

    const { reply, text } = await run(command, { ...ali, place: group });

    const all = `${text ?? ''}${Buffer.from(reply?.file?.bytes ?? []).toString('utf8')}`;
    expect(all).toContain('…@example.com');
    expect(all).not.toContain('ada@example.com');
  });

  it('shows e-mails whole in private', async () => {
    const { run } = logging(['saved claude-ada@example.com.json']);

    const { text } = await run(command, ali);

    expect(text).toContain('claude-ada@example.com.json');
  });

  it.each(['1', '100', '2000'])('reads %s lines when asked to', async lines => {
    const { run, jobs } = logging(['one']);

    await run(command, { options: { server: 'ali', lines } });

    expect(jobs.ran).toEqual([{ name: 'logs', data: { server: 'ali', lines: Number(lines) } }]);
  });

  it.each(['0', '2001', '-5', 'many', '1e3', '99999999'])('does not take %s for a number', async typed => {
    const { run, jobs } = logging(['one']);

    const asked = run(command, { options: { server: 'ali', lines: typed } });

    await expect(asked).rejects.toMatchObject({ problem: { code: 'not-a-number', typed, most: 2_000 } });
    expect(jobs.ran).toEqual([]);
  });

  it('says when there is nothing', async () => {
    const { run } = logging([]);

    const { text } = await run(command, ali);

    expect(text).toBe('cliproxy on ali has not logged anything.');
  });

  it('speaks Chinese', async () => {
    const { run } = logging(['one']);

    const { text } = await run(command, { ...ali, person: bob });

    expect(text).toMatch(/^ali（cliproxy）：最后 1 行，时间为 UTC。/);
  });
});
