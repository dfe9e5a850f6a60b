import { problemOf, type Problem } from '../../src/errors';
import { lookBefore, seeLoaded } from '../../src/cliproxy/loaded';
import type { LoginResult } from '../../src/jobs/login';
import { credentialPath, fakeServer, place, type FakeServer } from '../login/fake-server';
import { credential } from '../login/scene';

const counted = (clients: number): string =>
  `full client load complete - ${clients} clients (${clients} auth entries + 0 Claude API keys)`;
const noticed = 'auth file changed (CREATE): claude-ada@example.com.json, processing incrementally';

/** What is seen of a login that did this to the server. */
async function see(
  server: FakeServer,
  login: () => void,
  path = credentialPath,
): Promise<LoginResult | Problem> {
  const container = await server.container();
  const before = await lookBefore(container, place);
  login();
  try {
    return await seeLoaded(container, place, path, before, each => each.restart());
  } catch (error) {
    const problem = problemOf(error);
    if (problem === undefined) throw error;
    return problem;
  }
}

describe('believing that an account is loaded', () => {
  it('takes the counts that CLIProxyAPI prints', async () => {
    const server = fakeServer();
    server.log(counted(0));

    const seen = await see(server, () => {
      server.put(credentialPath, credential('new'));
      server.log(counted(1));
    });

    expect(seen).toMatchObject({
      email: 'ada@example.com',
      before: { clients: 0 },
      after: { clients: 1 },
      restarted: false,
    });
  });

  it('counts the files itself where only the change is printed', async () => {
    const server = fakeServer();
    server.put(`${place.authDir}/claude-bob@example.com.json`, credential('bob'));
    server.log(counted(1));

    const seen = await see(server, () => {
      server.put(credentialPath, credential('new'));
      server.log(noticed);
    });

    expect(seen).toMatchObject({ before: { clients: 1 }, after: { clients: 2 }, restarted: false });
  });

  it('finds the change in the log file where the log is silent', async () => {
    const server = fakeServer();

    const seen = await see(server, () => {
      server.put(credentialPath, credential('new'));
      server.put('/CLIProxyAPI/logs/main.log', `CLIProxyAPI Version: 7.2.140\n${noticed}\n`);
    });

    expect(seen).toMatchObject({ file: 'claude-ada@example.com.json', restarted: false });
    expect(seen).not.toHaveProperty('after');
  });

  it('resolves a path relative to the program, as the program does', async () => {
    const server = fakeServer();

    const seen = await see(
      server,
      () => {
        server.put('/CLIProxyAPI/auths/claude-ada.json', credential('new'));
        server.log(counted(1));
      },
      './auths/claude-ada.json',
    );

    expect(seen).toMatchObject({ file: 'claude-ada.json' });
  });

  it('does not believe a file that is not there', async () => {
    const server = fakeServer();

    const seen = await see(server, () => server.log(counted(1)));

    expect(seen).toEqual({ code: 'file-not-seen', path: credentialPath });
  });

  it('does not believe a file that is as it was', async () => {
    const server = fakeServer();
    server.put(credentialPath, credential('old'));

    const seen = await see(server, () => server.log(counted(1)));

    expect(seen).toEqual({ code: 'file-not-seen', path: credentialPath });
  });

  it.each([
    ['the same content written anew', 'old', 99],
    ['another content within the same second', 'new', 1],
  ])('calls %s replaced', async (_what, token, modifiedAtMs) => {
    const server = fakeServer();
    server.put(credentialPath, credential('old'), 1);

    const seen = await see(server, () => {
      server.put(credentialPath, credential(token), modifiedAtMs);
      server.log(counted(1));
    });

    expect(seen).toMatchObject({ replaced: true });
  });

  it('looks at the log after the login alone', async () => {
    const server = fakeServer();
    server.log(noticed);
    server.onRestart = () => server.log(counted(1));

    const seen = await see(server, () => server.put(credentialPath, credential('new')));

    expect(server.restarts()).toBe(1);
    expect(seen).toMatchObject({ restarted: true, after: { clients: 1 } });
  }, 15_000);
});
