import type { LoginState } from '../src/jobs/login';
import { startWorker } from '../src/worker';
import { eventually } from './chat/eventually';
import { fakeJobs, type FakeJobs } from './fakes/jobs';
import { keptLog } from './fakes/log';
import { ada, loginOf, oauthState } from './fakes/login';
import type { FakeProgram } from './login/fake-program';
import { credentialPath, fakeServer, type FakeServer } from './login/fake-server';
import { fakeServers } from './login/fake-servers';
import { credential, succeed } from './login/scene';

function open() {
  const server = fakeServer();
  const jobs = fakeJobs();
  const { log, text } = keptLog();
  const login = loginOf();
  jobs.logins.push(login);
  const stop = startWorker(jobs, fakeServers(server), log);
  return { jobs, server, login, stop, logged: text };
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

describe('a worker', () => {
  it('passes a paste on to the login that it holds', async () => {
    const { jobs, server, login, stop } = open();
    const over = jobs.begin(login);
    const program = await programOf(server);
    program.showLink();
    await reaches(jobs, 'waiting');

    await jobs.run('callback', { person: ada.id, pasted: `?code=abcdefgh&state=${oauthState}` }, 1_000);
    await reaches(jobs, 'checking');
    succeed(server, program);
    await over;

    expect(jobs.states.at(-1)?.kind).toBe('done');
    await stop();
  });

  it('logs no link, no state and no code', async () => {
    const { jobs, server, login, stop, logged } = open();
    const over = jobs.begin(login);
    const program = await programOf(server);
    program.showLink();
    await reaches(jobs, 'waiting');

    await jobs.run('callback', { person: ada.id, pasted: `?code=the-code&state=${oauthState}` }, 1_000);
    program.exit(0);
    await over;
    await stop();

    expect(logged()).not.toMatch(/the-code|state-of-this-login|authorize/);
  });

  it('says which accounts there are', async () => {
    const { jobs, server, stop } = open();
    server.put(credentialPath, credential('token'));
    server.log('full client load complete - 1 clients (1 auth entries)');

    const report = await jobs.run('accounts', { server: 'ali' }, 1_000);

    expect(report).toMatchObject({
      server: 'ali',
      accounts: [{ email: 'ada@example.com', provider: 'claude' }],
      counts: { clients: 1 },
    });
    expect(JSON.stringify(report)).not.toContain('token');
    await stop();
  });

  it('knows only the servers that it was told about', async () => {
    const { jobs, stop } = open();

    const asked = jobs.run('accounts', { server: 'tokyo' }, 1_000);

    await expect(asked).rejects.toMatchObject({ problem: { code: 'unknown-server', known: ['ali'] } });
    await stop();
  });
});
