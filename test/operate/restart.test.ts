import { UserError } from '../../src/errors';
import { restart } from '../../src/operate/restart';
import { fakeJobs } from '../fakes/jobs';
import { credentialPath } from '../login/fake-server';
import { countLine, ok, openProxy } from './scene';

const pace = { answersWithinMs: 60, countsWithinMs: 20, probeMs: 10, pollMs: 5 };
const data = { server: 'ali', by: 'Ada' };

describe('a restart', () => {
  it('comes back with the clients before and after, and how long it took', async () => {
    const { proxy, server } = openProxy();
    server.put(credentialPath, '{}');
    server.log(countLine(0), 1_000);
    server.onRestart = () => {
      server.startedAtMs = 8_000;
      server.facts = { ...server.facts, finishedAtMs: 7_000 };
      server.engineFacts = { version: '27.3.1', nowMs: 9_500 };
      server.log(countLine(1), 8_100);
    };

    const report = await restart(proxy, fakeJobs(), data, pace);

    expect(report).toEqual({
      container: 'cliproxy',
      // The log had not counted the file that was there.
      before: expect.objectContaining({ clients: 1 }) as unknown,
      after: expect.objectContaining({ clients: 1, atMs: 8_100 }) as unknown,
      downMs: 2_500,
    });
  });

  it('leaves word of who asked', async () => {
    const { proxy, server } = openProxy();
    server.startedAtMs = 5_000;
    const jobs = fakeJobs();

    await restart(proxy, jobs, data, pace);

    expect(jobs.records.get('restart.ali')).toEqual({ container: 'c0ffee', startedAtMs: 5_000, by: 'Ada' });
  });

  it('starts one that is down', async () => {
    const { proxy, server } = openProxy();
    server.status = 'exited';
    server.onRestart = () => (server.status = 'running');

    await restart(proxy, fakeJobs(), data, pace);

    expect(server.restarts()).toBe(1);
  });

  it('counts nothing of what the log said before', async () => {
    const { proxy, server } = openProxy();
    server.log(countLine(3), 1_000);
    server.onRestart = () => (server.startedAtMs = 8_000);

    const report = await restart(proxy, fakeJobs(), data, pace);

    expect(report.before?.clients).toBe(0);
    expect(report.after).toBeUndefined();
  });

  it('waits for the port, wherever it is after the restart', async () => {
    const { proxy, server } = openProxy();
    let asked = 0;
    server.answer = host => (host === '172.17.0.9' && ++asked > 3 ? ok : undefined);
    server.onRestart = () => (server.endpoints = [{ host: '172.17.0.9', port: 54545 }]);

    await restart(proxy, fakeJobs(), data, pace);

    expect(asked).toBeGreaterThan(3);
  });

  it('says when the port stays silent', async () => {
    const { proxy, server } = openProxy();
    server.answer = () => undefined;

    const restarted = restart(proxy, fakeJobs(), data, pace);

    await expect(restarted).rejects.toMatchObject({
      problem: { code: 'no-answer', server: 'ali', container: 'cliproxy', port: 8317 },
    });
  });

  it('says at once when it ended again for good', async () => {
    const { proxy, server } = openProxy();
    server.onRestart = () => (server.status = 'exited');

    const restarted = restart(proxy, fakeJobs(), data, { ...pace, answersWithinMs: 60_000 });

    await expect(restarted).rejects.toMatchObject({ problem: { code: 'container-down', status: 'exited' } });
  });

  it('waits for one that Docker starts once more', async () => {
    const { proxy, server } = openProxy();
    server.onRestart = () => {
      server.status = 'restarting';
      setTimeout(() => (server.status = 'running'), 20);
      throw new UserError({
        code: 'container-down',
        server: 'ali',
        container: 'cliproxy',
        status: 'restarting',
      });
    };

    const report = await restart(proxy, fakeJobs(), data, pace);

    expect(report.container).toBe('cliproxy');
  });

  it('restarts nothing that it cannot look at', async () => {
    const { proxy, server } = openProxy();
    server.unreachable = new UserError({ code: 'connection-lost', server: 'ali' });

    const restarted = restart(proxy, fakeJobs(), data, pace);

    await expect(restarted).rejects.toMatchObject({ problem: { code: 'connection-lost' } });
    expect(server.restarts()).toBe(0);
  });
});
