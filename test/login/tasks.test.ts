import { createCliProxies } from '../../src/cliproxy/cliproxies';
import { problemOf } from '../../src/errors';
import type { Login } from '../../src/jobs/login';
import { cancelLogin, passCallback } from '../../src/login/tasks';
import type { Servers } from '../../src/server/servers';
import { fakeJobs, type FakeJobs } from '../fakes/jobs';
import { ada, bob, group, loginOf, oauthState, waiting, waitingWithoutPort } from '../fakes/login';
import { fakeProgram } from './fake-program';
import { fakeServer, type FakeServer } from './fake-server';
import { fakeProxies, fakeServers, settingsOf } from './fake-servers';

const pasted = `http://localhost:54545/callback?code=abcdefgh&state=${oauthState}`;

function open(...logins: readonly Login[]): { jobs: FakeJobs; server: FakeServer } {
  const jobs = fakeJobs();
  jobs.logins.push(...logins);
  const server = fakeServer();
  server.programs.push(fakeProgram('ali'));
  return { jobs, server };
}

async function problemCode(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: unknown) => problemOf(error)?.code,
  );
}

describe('passing a callback on', () => {
  it('hands it to the login with its state, and says so to whoever holds that', async () => {
    const login = loginOf({ state: waiting });
    const { jobs, server } = open(loginOf({ id: 'ali.other', state: { kind: 'queued' } }), login);

    const id = await passCallback(jobs, fakeProxies(server), { person: ada.id, pasted });

    expect(id).toBe(login.id);
    expect(server.requested.at(-1)).toBe(`/callback?code=abcdefgh&state=${oauthState}`);
    expect(jobs.signals).toEqual([{ kind: 'delivered', login: login.id }]);
  });

  it.each([
    ['is of another login', [loginOf({ state: { ...waiting, oauthState: 'other' } })], 'paste-other-login'],
    [
      'comes when the login is being checked',
      [loginOf({ state: { kind: 'checking' } })],
      'paste-already-delivered',
    ],
    ['comes when no login is there', [], 'no-login-of-yours'],
    ["is for somebody else's login", [loginOf({ by: bob, state: waiting })], 'no-login-of-yours'],
    ['comes too early', [loginOf({ state: { kind: 'queued' } })], 'no-login-of-yours'],
  ])('sends nothing when a paste %s', async (_when, logins, code) => {
    const { jobs, server } = open(...logins);

    const refused = await problemCode(passCallback(jobs, fakeProxies(server), { person: ada.id, pasted }));

    expect(refused).toBe(code);
    expect(server.requested).toEqual([]);
    expect(jobs.signals).toEqual([]);
  });

  it.each(['ABCD-EFGH', pasted])(
    'says that nothing is to be pasted where a code is confirmed: %s',
    async text => {
      const { jobs, server } = open(
        loginOf({
          provider: 'kimi',
          state: { kind: 'confirming', link: 'https://www.kimi.com/', sideBySide: false, untilMs: 0 },
        }),
      );

      const refused = await problemCode(
        passCallback(jobs, fakeProxies(server), { person: ada.id, pasted: text }),
      );

      expect(refused).toBe('nothing-to-paste');
    },
  );

  it('tells nobody that it was delivered when it was not', async () => {
    const { jobs, server } = open(loginOf({ state: waiting }));
    server.answer = () => ({ status: 502, headers: {}, body: '' });

    const refused = await problemCode(passCallback(jobs, fakeProxies(server), { person: ada.id, pasted }));

    expect(refused).toBe('callback-unreachable');
    expect(jobs.signals).toEqual([]);
  });
});

describe('passing a callback on to a login that the server itself runs', () => {
  const openManaged = (status: number) => {
    const { jobs, server } = open(loginOf({ state: waitingWithoutPort }));
    const settings = settingsOf('ali', { managementKey: 'k3y' });
    const servers: Servers = { ...fakeServers(server), known: () => ({ server, settings }) };
    const sent: string[] = [];
    server.answer = (_host, path, { method = 'GET', body = '' }) => {
      sent.push(`${method} ${path} ${body}`);
      const answer =
        status === 200 ? { status: 'ok' } : { status: 'error', error: 'unknown or expired state' };
      return { status, headers: {}, body: JSON.stringify(answer) };
    };
    return {
      jobs,
      sent,
      pass: () => passCallback(jobs, createCliProxies(servers, jobs), { person: ada.id, pasted }),
    };
  };

  it('hands it to the server, and says so to whoever holds that login', async () => {
    const { jobs, sent, pass } = openManaged(200);

    const id = await pass();

    expect(sent).toEqual([
      `POST /v0/management/oauth-callback {"provider":"anthropic","state":"${oauthState}","code":"abcdefgh"}`,
    ]);
    expect(jobs.signals).toEqual([{ kind: 'delivered', login: id }]);
  });

  it('tells nobody that it was delivered when the server does not know the login', async () => {
    const { jobs, pass } = openManaged(404);

    const refused = await problemCode(pass());

    expect(refused).toBe('callback-rejected');
    expect(jobs.signals).toEqual([]);
  });
});

describe('cancelling', () => {
  it('ends a login in line at once, tells its requester, the origin and those behind it', async () => {
    const first = loginOf({ id: 'ali.1', origin: group });
    const second = loginOf({ id: 'ali.2', by: bob });
    const { jobs } = open(first, second);

    await cancelLogin(jobs, { login: 'ali.1', by: 'Ada' });

    expect(jobs.states).toEqual([{ kind: 'failed', problem: { code: 'cancelled', by: 'Ada' } }]);
    expect(jobs.told.map(({ telling }) => telling)).toEqual([
      { kind: 'status', login: 'ali.1' },
      expect.objectContaining({ kind: 'result', to: group, requester: 'Ada' }),
      { kind: 'status', login: 'ali.2' },
    ]);
    // It may have begun in this very moment.
    expect(jobs.signals).toEqual([{ kind: 'cancel', login: 'ali.1', by: 'Ada' }]);
  });

  it('leaves a running login to the worker that holds it', async () => {
    const { jobs } = open(loginOf({ state: waiting }));

    await cancelLogin(jobs, { login: 'ali.0a1b2c3d', by: 'Ada' });

    expect(jobs.states).toEqual([]);
    expect(jobs.signals).toHaveLength(1);
  });

  it.each([
    ['is over', [loginOf({ state: { kind: 'failed', problem: { code: 'denied' } } })]],
    ['is forgotten', []],
  ])('says so of a login that %s', async (_which, logins) => {
    const { jobs } = open(...logins);

    const refused = await problemCode(cancelLogin(jobs, { login: 'ali.0a1b2c3d', by: 'Ada' }));

    expect(refused).toBe('login-is-over');
    expect(jobs.signals).toEqual([]);
  });
});
