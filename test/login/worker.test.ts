import type { LoginState } from '../../src/jobs/login';
import { cancelLogin } from '../../src/login/tasks';
import { workLogins } from '../../src/login/worker';
import { eventually } from '../chat/eventually';
import { fakeJobs, type FakeJobs } from '../fakes/jobs';
import { keptLog } from '../fakes/log';
import { bob, group, loginOf, oauthState, waiting } from '../fakes/login';
import type { FakeProgram } from './fake-program';
import { fakeServer, type FakeServer } from './fake-server';
import { fakeProxies } from './fake-servers';
import { succeed } from './scene';

function open(server: FakeServer = fakeServer()) {
  const jobs = fakeJobs();
  const { log, text } = keptLog();
  const login = loginOf({ origin: group });
  jobs.logins.push(login);
  const ended: string[] = [];
  const stop = workLogins(jobs, fakeProxies(server), log, undefined, outcome => void ended.push(outcome));
  return { jobs, server, login, stop, ended, logged: text };
}

async function programOf(server: FakeServer): Promise<FakeProgram> {
  await eventually(
    () => server.programs.length,
    count => count > 0,
  );
  const [program] = server.programs;
  if (program === undefined) throw new Error('no program');
  return program;
}

function reaches(jobs: FakeJobs, kind: LoginState['kind']): Promise<unknown> {
  return eventually(
    () => jobs.states.map(state => state.kind),
    kinds => kinds.includes(kind),
  );
}

describe('the worker of logins', () => {
  it('tells the requester of every state, and the origin of the ending alone', async () => {
    const { jobs, server, login, stop } = open();
    const over = jobs.begin(login);
    const program = await programOf(server);

    program.showLink();
    await reaches(jobs, 'waiting');
    succeed(server, program);
    await over;

    const told = jobs.told.map(({ telling }) => telling.kind);
    expect(told).toEqual(['status', 'status', 'status', 'status', 'result']);
    expect(JSON.stringify(jobs.told)).not.toContain(oauthState);
    await stop();
  });

  it('remembers which file it saved before it says so, for those who watch the files', async () => {
    const { jobs, server, login, stop } = open();
    jobs.records.set('saved.ali', { files: { 'claude-old.json': 1, 'claude-bob.json': Date.now() } });
    const over = jobs.begin(login);

    succeed(server, await programOf(server));
    await over;

    const saved = await jobs.read('saved', 'ali');
    expect(Object.keys(saved?.files ?? {})).toEqual(['claude-bob.json', 'claude-ada@example.com.json']);
    await stop();
  });

  it('says of each login how it ended, once', async () => {
    const { jobs, server, login, stop, ended } = open();
    const over = jobs.begin(login);
    succeed(server, await programOf(server));
    await over;

    await jobs.signal({ kind: 'cancel', login: login.id, by: 'Ada' });
    await jobs.begin(login);
    jobs.setState = () => Promise.reject(new Error('a bug'));
    await jobs.begin(login).catch(() => undefined);

    expect(ended).toEqual(['done', 'cancelled', 'login-failed']);
    await stop();
  });

  it('hears a cancel that comes before the login listens', async () => {
    const { jobs, login, stop } = open();

    await jobs.signal({ kind: 'cancel', login: login.id, by: 'Ada' });
    await jobs.begin(login);

    expect(jobs.states.at(-1)).toEqual({ kind: 'failed', problem: { code: 'cancelled', by: 'Ada' } });
    await stop();
  });

  it('tells the end of a login that waited for its turn once, whoever cancelled it', async () => {
    const { jobs, server, login, stop, ended } = open();
    const earlier = loginOf({ id: 'ali.earlier', by: bob, state: waiting, requestedAtMs: 1 });
    jobs.logins.push(earlier);
    const over = jobs.begin(login);
    await reaches(jobs, 'queued');

    await cancelLogin(jobs, { login: login.id, by: 'Ada' });
    await over;

    expect(server.programs).toEqual([]);
    expect(jobs.states.map(state => state.kind)).toEqual(['connecting', 'queued', 'failed']);
    expect(jobs.told.filter(({ telling }) => telling.kind === 'result')).toHaveLength(1);
    expect(ended).toEqual(['cancelled']);
    await stop();
  });

  it('does not mistake the cancel of one login for that of another', async () => {
    const { jobs, server, login, stop } = open();

    await jobs.signal({ kind: 'cancel', login: 'ali.another', by: 'Ada' });
    const over = jobs.begin(login);
    succeed(server, await programOf(server));
    await over;

    expect(jobs.states.at(-1)?.kind).toBe('done');
    await stop();
  });

  it('ends its logins when it stops', async () => {
    const { jobs, server, login, stop } = open();
    const over = jobs.begin(login);
    const program = await programOf(server);
    program.showLink();
    await reaches(jobs, 'waiting');

    await stop();
    await over;

    expect(jobs.states.at(-1)).toEqual({ kind: 'failed', problem: { code: 'interrupted' } });
    expect(program.isRunning()).toBe(false);
  });

  it('begins none any more once it stops', async () => {
    const { jobs, login, stop } = open();
    await stop();

    await jobs.begin(login);

    expect(jobs.states.at(-1)).toEqual({ kind: 'failed', problem: { code: 'interrupted' } });
  });

  it('tells the person also of what nobody foresaw, and logs its cause', async () => {
    const broken = { ...fakeServer(), container: () => Promise.reject(new TypeError('a bug')) };
    const { jobs, login, stop, logged } = open(broken);

    await jobs.begin(login);

    expect(jobs.states.at(-1)).toMatchObject({ kind: 'failed', problem: { code: 'login-failed' } });
    expect(logged()).toContain('a bug');
    await stop();
  });
});
