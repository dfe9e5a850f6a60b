import { restartOurs } from '../../src/cliproxy/our-restart';
import { UserError, type Problem } from '../../src/errors';
import type { Container } from '../../src/server/server';
import { fakeJobs } from '../fakes/jobs';
import { fakeServer } from '../login/fake-server';

async function refusing(problem: Problem): Promise<Container> {
  const container = await fakeServer().container();
  return { ...container, startedAtMs: 5_000, restart: () => Promise.reject(new UserError(problem)) };
}

describe('a restart of ours', () => {
  it('leaves word of the run that it ends before it ends it', async () => {
    const jobs = fakeJobs();
    const server = fakeServer();
    server.startedAtMs = 5_000;
    let left: unknown;
    server.onRestart = () => (left = jobs.records.get('restart.ali'));

    await restartOurs(await server.container(), 'ali', 'Ada', jobs);

    expect(server.restarts()).toBe(1);
    expect(left).toEqual({ container: 'c0ffee', startedAtMs: 5_000, by: 'Ada' });
    expect(jobs.records.get('restart.ali')).toEqual(left);
  });

  it('that Docker refuses is not taken for the next one, which somebody else does', async () => {
    const jobs = fakeJobs();
    const container = await refusing({ code: 'docker-failed', server: 'ali', detail: 'no' });

    const restarted = restartOurs(container, 'ali', 'Ada', jobs);

    await expect(restarted).rejects.toMatchObject({ problem: { code: 'docker-failed' } });
    expect(jobs.records.get('restart.ali')).toMatchObject({ startedAtMs: -1 });
  });

  it.each<Problem>([
    { code: 'container-down', server: 'ali', container: 'cliproxy', status: 'exited' },
    { code: 'connection-lost', server: 'ali' },
  ])('that may have happened is remembered: $code', async problem => {
    const jobs = fakeJobs();

    const restarted = restartOurs(await refusing(problem), 'ali', 'Ada', jobs);

    await expect(restarted).rejects.toMatchObject({ problem });
    expect(jobs.records.get('restart.ali')).toEqual({ container: 'c0ffee', startedAtMs: 5_000, by: 'Ada' });
  });

  it('does not happen when no word of it can be left', async () => {
    const server = fakeServer();
    const away = { write: () => Promise.reject(new UserError({ code: 'queue-unavailable' })) };

    const restarted = restartOurs(await server.container(), 'ali', 'Ada', away);

    await expect(restarted).rejects.toMatchObject({ problem: { code: 'queue-unavailable' } });
    expect(server.restarts()).toBe(0);
  });
});
