import { UserError, type Problem } from '../../src/errors';
import { restartOurs } from '../../src/cliproxy/our-restart';
import { fakeJobs } from '../fakes/jobs';
import { fakeServer } from '../login/fake-server';

describe('a restart of ours', () => {
  it('is known to be ours before Docker hears of it', async () => {
    const jobs = fakeJobs();
    const server = fakeServer();
    let known: unknown;
    server.onRestart = () => (known = jobs.records.get('restart.ali'));

    await restartOurs(await server.container(), jobs, 'ali', 'Ada');

    expect(known).toEqual({ container: server.id, startedAtMs: server.startedAtMs, by: 'Ada' });
  });

  it('is forgotten when Docker refuses, so that the next one is not taken for ours', async () => {
    const jobs = fakeJobs();
    const server = fakeServer();
    const refusal = new UserError({ code: 'docker-failed', server: 'ali', detail: 'no' });
    const container = { ...(await server.container()), restart: () => Promise.reject(refusal) };

    await expect(restartOurs(container, jobs, 'ali', 'Ada')).rejects.toBe(refusal);

    expect((await jobs.read('restart', 'ali'))?.container).not.toBe(server.id);
  });

  it.each<Problem>([
    { code: 'container-down', server: 'ali', container: 'cliproxy', status: 'restarting' },
    { code: 'connection-lost', server: 'ali' },
  ])('is ours where it may have happened all the same: $code', async problem => {
    const jobs = fakeJobs();
    const server = fakeServer();
    const failing = () => Promise.reject(new UserError(problem));
    const container = { ...(await server.container()), restart: failing };

    await expect(restartOurs(container, jobs, 'ali', 'Ada')).rejects.toMatchObject({ problem });

    expect((await jobs.read('restart', 'ali'))?.container).toBe(server.id);
  });
});
