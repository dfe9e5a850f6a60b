import { command } from '../../commands/cancel';
import type { Login } from '../../src/jobs/login';
import { fakeJobs } from '../fakes/jobs';
import { ada, bob, loginOf, waiting } from '../fakes/login';
import { openScene } from './scene';

function open(...logins: readonly Login[]) {
  const jobs = fakeJobs({ cancel: () => Promise.resolve(null) });
  jobs.logins.push(...logins);
  return openScene('telegram', jobs);
}

const own = loginOf({ id: 'ali.own', state: waiting });
const others = loginOf({ id: 'ali.others', by: bob, state: waiting });
const onTokyo = loginOf({ id: 'tokyo.own', server: 'tokyo' });
const press = { kind: 'action', action: 'cancel' } as const;

describe('/cancel', () => {
  it('ends the own login and says so', async () => {
    const { run, jobs } = open(others, own);

    const { text } = await run(command);

    expect(jobs.ran).toEqual([{ name: 'cancel', data: { login: 'ali.own', by: 'Ada' } }]);
    expect(text).toBe('Cancelling the login to ali…');
  });

  it('asks which one where there are several', async () => {
    const { run, jobs } = open(own, onTokyo);

    const { text } = await run(command, { servers: ['ali', 'tokyo'] });

    expect(text).toBe('Which one? You have logins on: ali, tokyo.');
    expect(jobs.ran).toEqual([]);
  });

  it('offers a button for each of several on one server, which no word tells apart', async () => {
    const { run, jobs } = open(own, loginOf({ id: 'ali.codex', provider: 'codex', state: waiting }));

    const { text, reply } = await run(command, { options: { server: 'ali' } });

    expect(text).toBe('Which one? You have logins on: ali, ali · Codex.');
    expect(reply?.buttons).toEqual([
      [{ kind: 'action', label: 'ali', action: 'cancel:ali.own', style: 'danger' }],
      [{ kind: 'action', label: 'ali · Codex', action: 'cancel:ali.codex', style: 'danger' }],
    ]);
    expect(jobs.ran).toEqual([]);
  });

  it('ends the one on the server that is named', async () => {
    const { run, jobs } = open(own, onTokyo);

    await run(command, { servers: ['ali', 'tokyo'], options: { server: 'tokyo' } });

    expect(jobs.ran).toMatchObject([{ data: { login: 'tokyo.own' } }]);
  });

  it("does not end somebody else's", async () => {
    const { run, jobs } = open(others);

    await expect(run(command, { options: { server: 'ali' } })).rejects.toMatchObject({
      problem: { code: 'no-login-of-yours' },
    });
    expect(jobs.ran).toEqual([]);
  });

  it('lets an administrator who names the server end the one that runs', async () => {
    const { run, jobs } = open(others, loginOf({ id: 'ali.next', by: bob }));

    await run(command, { options: { server: 'ali' }, access: [{ right: 'admin', who: ada.id }] });

    expect(jobs.ran).toMatchObject([{ data: { login: 'ali.others' } }]);
  });

  it('gives no such right to the administrator of another server', async () => {
    const { run } = open(others);
    const access = [{ right: 'admin', who: ada.id, server: 'tokyo' }] as const;

    const asked = run(command, { options: { server: 'ali' }, access });

    await expect(asked).rejects.toMatchObject({ problem: { code: 'no-login-of-yours' } });
  });

  describe('by its button', () => {
    it('ends that login and leaves the answer to the status message', async () => {
      const { run, jobs } = open(own);

      const { reply } = await run(command, { options: { login: 'ali.own' }, event: press });

      expect(jobs.ran).toHaveLength(1);
      expect(reply).toBeUndefined();
    });

    it("refuses somebody else's", async () => {
      const { run, jobs } = open(others);

      const asked = run(command, { options: { login: 'ali.others' }, event: press });

      await expect(asked).rejects.toMatchObject({ problem: { code: 'not-your-login' } });
      expect(jobs.ran).toEqual([]);
    });

    it('says that a login is over', async () => {
      const { run } = open();

      const asked = run(command, { options: { login: 'ali.own' }, event: press });

      await expect(asked).rejects.toMatchObject({ problem: { code: 'login-is-over' } });
    });
  });
});
