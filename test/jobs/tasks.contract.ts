import { UserError } from '../../src/errors';
import type { Jobs } from '../../src/jobs/jobs';
import { idleTasks, noAccounts } from './idle-tasks';
import { gate, until } from './until';

/** Tasks: asked for here, done wherever a worker is, answered here. */
export function tasksKept(jobs: () => Jobs): void {
  describe('a task', () => {
    it('is done by a worker and answered', async () => {
      const stop = jobs().workTasks(idleTasks);

      const answers = await Promise.all([
        jobs().run('callback', { person: 'discord:1', pasted: 'x' }, 10_000),
        jobs().run('cancel', { login: 'ali.1', by: 'discord:1' }, 10_000),
        jobs().run('accounts', { server: 'ali' }, 10_000),
        jobs().run('restart', { server: 'ali', by: 'ann' }, 10_000),
        jobs().run('logs', { server: 'ali', lines: 2_000 }, 10_000),
        jobs().run('doctor', { server: 'ali' }, 10_000),
      ]);
      await stop();

      expect(answers).toEqual([
        'ali.1',
        null,
        noAccounts('ali'),
        { container: 'cliproxy', downMs: 900 },
        { container: 'cliproxy', lines: [{ atMs: 1_790_000_000_000, text: 'hello' }] },
        { server: 'ali', checks: [] },
      ]);
    });

    it('goes on beside others that take their time', async () => {
      const held = gate();
      const stop = jobs().workTasks({
        ...idleTasks,
        accounts: async ({ server }) => {
          await held.passed;
          return noAccounts(server);
        },
      });
      const slow = Array.from({ length: 10 }, () => jobs().run('accounts', { server: 'ali' }, 10_000));

      const quick = await jobs().run('cancel', { login: 'ali.1', by: 'x' }, 10_000);
      held.open();
      const answers = await Promise.all(slow);
      await stop();

      expect(quick).toBeNull();
      expect(answers).toHaveLength(10);
    });

    it("throws the worker's own problem", async () => {
      const stop = jobs().workTasks({
        ...idleTasks,
        callback: () => Promise.reject(new UserError({ code: 'paste-no-code' })),
      });

      const answer = jobs().run('callback', { person: 'discord:1', pasted: 'x' }, 10_000);

      await expect(answer).rejects.toMatchObject({ problem: { code: 'paste-no-code' } });
      await stop();
    });

    it('throws a fault without its words when the worker meets one', async () => {
      const stop = jobs().workTasks({
        ...idleTasks,
        callback: ({ pasted }) => Promise.reject(new TypeError(`cannot read ${pasted}`)),
      });

      const error: unknown = await jobs()
        .run('callback', { person: 'discord:1', pasted: 'x-marks-the-spot' }, 10_000)
        .catch((thrown: unknown) => thrown);
      await stop();

      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(UserError);
      expect(String(error)).not.toContain('x-marks-the-spot');
    });

    it('reads no more lines of a log than an answer may hold', async () => {
      const asked: number[] = [];
      const stop = jobs().workTasks({
        ...idleTasks,
        logs: ({ lines }) => {
          asked.push(lines);
          return Promise.resolve({ container: 'cliproxy', lines: [] });
        },
      });

      const answers = await Promise.allSettled(
        [0, 2_001, 1.5].map(lines => jobs().run('logs', { server: 'ali', lines }, 10_000)),
      );
      await stop();

      expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      expect(asked).toEqual([]);
    });

    it('says that there is no worker when nobody takes it, and is withdrawn', async () => {
      const answer = jobs().run('accounts', { server: 'ali' }, 100);

      await expect(answer).rejects.toMatchObject({ problem: { code: 'no-worker' } });
      const done: string[] = [];
      const stop = jobs().workTasks({
        ...idleTasks,
        accounts: ({ server }) => {
          done.push(server);
          return Promise.resolve(noAccounts(server));
        },
      });
      await jobs().run('accounts', { server: 'later' }, 10_000);
      await stop();
      expect(done).toEqual(['later']);
    });

    it('is waited for beyond its time once a worker has taken it', async () => {
      const held = gate();
      let taken = false;
      const stop = jobs().workTasks({
        ...idleTasks,
        accounts: async ({ server }) => {
          taken = true;
          await held.passed;
          return noAccounts(server);
        },
      });
      const asked = performance.now();
      const answer = jobs().run('accounts', { server: 'slow' }, 300);
      await until('it was taken', () => taken);
      await until('its time is over', () => performance.now() > asked + 400);

      held.open();

      expect(await answer).toEqual(noAccounts('slow'));
      await stop();
    });
  });
}
