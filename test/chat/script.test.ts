import { scriptIsDone } from '../../src/chat/script';
import { fakeJobs } from '../fakes/jobs';
import { ada, bob, loginOf, waiting } from '../fakes/login';
import { eventually } from './eventually';

describe('the end of a script', () => {
  it('waits for a login that is being checked or loaded until it has ended', async () => {
    const jobs = fakeJobs();
    const login = loginOf({ state: { kind: 'checking' } });
    jobs.logins.push(login);
    let looks = 0;
    const lookedAt = { ...jobs, line: (server: string) => (looks++, jobs.line(server)) };
    let isDone = false;

    const done = scriptIsDone(lookedAt, ['ali'], ada.id).then(() => (isDone = true));
    await eventually(
      () => looks,
      count => count >= 3,
    );
    await jobs.setState(login.id, { kind: 'loading' });
    // One that has no login of its own looks ten times.
    await eventually(
      () => looks,
      count => count >= 13,
    );
    const wasDone = isDone;
    await jobs.setState(login.id, { kind: 'failed', problem: { code: 'denied' } });
    await done;

    expect(wasDone).toBe(false);
    expect(isDone).toBe(true);
  });

  it.each([
    ['waits for a paste that will never come', loginOf({ state: waiting })],
    ["is somebody else's", loginOf({ by: bob, state: { kind: 'checking' } })],
  ])('does not wait for a login that %s', async (_which, login) => {
    const jobs = fakeJobs();
    jobs.logins.push(login);

    await expect(scriptIsDone(jobs, ['ali'], ada.id)).resolves.toBeUndefined();
  });
});
