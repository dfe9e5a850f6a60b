import { claude } from '../../src/cliproxy/claude';
import { problemOf, type Problem } from '../../src/errors';
import type { Callback } from '../../src/login/callback';
import { deliverCallback, endLogin } from '../../src/login/program';
import { PortUnreachable } from '../../src/server/server';
import { fakeProgram } from './fake-program';
import { fakeServer, type FakeServer } from './fake-server';

const ok = { status: 200, headers: {}, body: '' };
const published = { host: '127.0.0.1', port: 54545 };
const own = { host: '172.17.0.2', port: 54545 };
const port = { number: 54545, tunnel: 'ssh -L 54545:127.0.0.1:54545 ali' };

async function deliver(server: FakeServer, callback: Callback): Promise<Problem | undefined> {
  try {
    await deliverCallback(server, await server.container(), claude, callback, port);
    return undefined;
  } catch (error) {
    return problemOf(error);
  }
}

function listening(change: { readonly listens?: boolean; readonly obeys?: boolean } = {}): FakeServer {
  const server = fakeServer();
  server.programs.push(Object.assign(fakeProgram(server.name), change));
  return server;
}

describe('delivering a callback', () => {
  it('asks first on a path that does not use the one callback up', async () => {
    const server = listening();

    await deliver(server, { oauthState: 'a state&more', code: 'a+code' });

    expect(server.requested).toEqual(['/success', '/callback?code=a%2Bcode&state=a+state%26more']);
  });

  it('goes on to the own address of the container where nothing is behind the published port', async () => {
    const server = fakeServer();
    server.endpoints = [published, own];
    const reached: string[] = [];
    server.answer = (host, path) => {
      if (host !== own.host) throw new PortUnreachable(host);
      reached.push(path);
      return ok;
    };

    const problem = await deliver(server, { oauthState: 's', code: 'c' });

    expect(problem).toBeUndefined();
    expect(reached).toEqual(['/success', '/callback?code=c&state=s']);
  });

  it('hands nothing to a port where something else answers', async () => {
    const server = fakeServer();
    server.answer = () => ({ status: 404, headers: {}, body: 'nginx' });

    const problem = await deliver(server, { oauthState: 's', code: 'c' });

    expect(problem).toEqual({ code: 'callback-unreachable', server: 'ali', port });
    expect(server.requested).toEqual(['/success']);
  });

  it('says that the login refused it, in its own words', async () => {
    const server = fakeServer();
    server.answer = (_host, path) =>
      path === '/success' ? ok : { status: 400, headers: {}, body: ' <h1>State mismatch</h1>\n<p>Bye</p>\n' };

    const problem = await deliver(server, { oauthState: 's', code: 'c' });

    expect(problem).toEqual({ code: 'callback-rejected', detail: 'State mismatch Bye' });
  });

  it('takes the answer to a refusal as it is: it has done what it should', async () => {
    const server = fakeServer();
    server.answer = (_host, path) => (path === '/success' ? ok : { status: 400, headers: {}, body: '' });

    const problem = await deliver(server, { oauthState: 's', error: 'access_denied' });

    expect(problem).toBeUndefined();
    expect(server.requested.at(-1)).toBe('/callback?error=access_denied&state=s');
  });
});

describe('ending a login', () => {
  it('finds nothing where nothing runs', async () => {
    const server = fakeServer();

    const found = await endLogin(server, await server.container(), claude);

    expect(found).toEqual({ found: false, gone: true });
    expect(server.kills).toEqual([]);
  });

  it('asks it to end', async () => {
    const server = listening();

    const found = await endLogin(server, await server.container(), claude);

    expect(found).toEqual({ found: true, gone: true });
    expect(server.requested).toEqual(['/success', '/callback?error=cancelled']);
    expect(server.kills).toEqual([]);
  });

  it.each([
    ['does not listen', { listens: false }],
    ['does not do as it is asked', { obeys: false }],
  ])('kills one that %s, by its flag alone', async (_which, change) => {
    const server = listening(change);

    const found = await endLogin(server, await server.container(), claude);

    expect(found).toEqual({ found: true, gone: true });
    expect(server.kills.map(argv => [...argv.slice(0, 2), ...argv.slice(3)])).toEqual([
      ['sh', '-c', 'sh', '-claude-login'],
    ]);
  });

  it('says so when one cannot be ended', async () => {
    const server = listening({ listens: false });
    const container = await server.container();
    const immortal = {
      ...container,
      exec: () => {
        const killer = fakeProgram(server.name);
        killer.exit(0);
        return Promise.resolve(killer.execution);
      },
    };

    const found = await endLogin(server, immortal, claude);

    expect(found).toEqual({ found: true, gone: false });
  });

  it('leaves the server itself alone', async () => {
    const server = fakeServer();
    const container = await server.container();
    const busy = {
      ...container,
      processes: () => Promise.resolve(['/CLIProxyAPI/CLIProxyAPI', 'sh -c echo -claude-login-soon']),
    };

    const found = await endLogin(server, busy, claude);

    expect(found).toEqual({ found: false, gone: true });
  });
});
