import { idleTasks } from './idle-tasks';
import { doneState, someLogin, waitingState } from './logins';
import type { JobsWorld } from './jobs-world';
import { until } from './until';

const SECRET = 'wEhC1pLq';

/** Links, states and pasted callbacks: in the store only while they are needed, and in the log never. */
export function secretsKept(start: () => Promise<JobsWorld>): void {
  it('keeps nothing of links and pasted callbacks once they have served, in no event either', async () => {
    const world = await start();
    try {
      const { jobs } = world;
      const [done, cancelled, faulty] = [someLogin('secret'), someLogin('secret'), someLogin('secret')];
      for (const login of [done, cancelled, faulty]) await jobs.addLogin(login);
      const stops = [
        jobs.workLogins('secret', async ({ id }) => {
          await jobs.setState(id, waitingState(SECRET));
          await jobs.setShownAt(id, { address: 'discord:b', id: '2' });
          await jobs.tell('discord', { kind: 'status', login: id });
          if (id === faulty.id) throw new Error('a fault without words');
          await jobs.setState(id, { kind: 'checking' });
          const cancel = { kind: 'failed', problem: { code: 'cancelled', by: 'x' } } as const;
          await jobs.setState(id, id === done.id ? doneState : cancel);
        }),
        jobs.workTasks({
          ...idleTasks,
          callback: ({ pasted }) =>
            pasted.includes('good')
              ? Promise.resolve(done.id)
              : Promise.reject(new Error(`cannot read ${pasted}`)),
        }),
        jobs.workOutbox('discord', () => Promise.reject(new Error(`edit refused: ${SECRET}`))),
      ];
      await jobs.run('callback', { person: 'discord:1', pasted: `good ${SECRET}` }, 10_000);
      await jobs
        .run('callback', { person: 'discord:1', pasted: `bad ${SECRET}` }, 10_000)
        .catch(() => undefined);
      await until('all are over', async () => (await jobs.line('secret')).length === 0);
      await Promise.all(stops.map(stop => stop()));
      await jobs.run('callback', { person: 'discord:1', pasted: SECRET }, 50).catch(() => undefined);

      const contents = await world.contents();

      expect(contents).toContain(done.id);
      expect(contents).toContain('cancelled');
      expect(contents).not.toContain(SECRET);
      expect(world.logged()).not.toContain(`state=${SECRET}`);
    } finally {
      await world.close();
    }
  }, 60_000);
}
