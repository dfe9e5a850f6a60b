import { startOneHub, type PretendOneHub } from '../../sandbox/onehub/pretend-onehub';
import { createCliProxies, type CliProxies } from '../../src/cliproxy/cliproxies';
import { UserError } from '../../src/errors';
import type { OneHubSettings } from '../../src/onehub/settings';
import { connectOneHub } from '../../src/operate/onehub';
import { PortUnreachable } from '../../src/server/server';
import type { ServerSettings } from '../../src/server/settings';
import { fakeJobs } from '../fakes/jobs';
import { fakeServer, type FakeServer } from '../login/fake-server';
import { fakeServers, settingsOf } from '../login/fake-servers';
import { apiKey, startUpstream, type Upstream } from '../onehub/upstream';

describe('the task onehub', () => {
  let hub: PretendOneHub;
  let upstream: Upstream;

  beforeAll(async () => {
    hub = await startOneHub();
    upstream = await startUpstream();
  });

  beforeEach(() => hub.reset());

  afterAll(async () => {
    await hub.close();
    await upstream.close();
  });

  const settings = (change: Partial<OneHubSettings> = {}): OneHubSettings => ({
    url: hub.url,
    token: hub.token,
    ...change,
  });

  it('says that One-Hub is not configured', async () => {
    const asked = connectOneHub(open({ ali: {} }), fakeJobs(), undefined, {});

    await expect(asked).rejects.toMatchObject({ problem: { code: 'onehub-not-configured' } });
  });

  it('lists the channels that lead to our servers, and the servers that have none', async () => {
    hub.add({ name: 'cliproxy-ali', base_url: 'http://cliproxy:8317', models: 'a,b', status: 3 });
    hub.add({ name: 'openai', base_url: 'https://api.openai.com', models: 'gpt-4' });
    hub.add({ name: 'mine', base_url: 'http://cliproxy:8080/v1', models: 'a', status: 2 });
    hub.set(1, { test_time: 1_790_000_000, response_time: 1_234 });
    const proxies = open({ ali: {}, tokyo: { apiUrl: 'https://tokyo.example.org' } });

    const report = await connectOneHub(proxies, fakeJobs(), settings(), {});

    expect(report).toEqual({
      kind: 'channels',
      channels: [
        {
          id: 1,
          name: 'cliproxy-ali',
          server: 'ali',
          state: 'auto-off',
          models: 2,
          responseMs: 1_234,
          testedAtMs: 1_790_000_000_000,
        },
        { id: 3, name: 'mine', server: 'ali', state: 'off', models: 1, astray: true },
      ],
      missing: ['tokyo'],
    });
  });

  it('asks no server for the list', async () => {
    const server = offering('ali');
    server.unreachable = new UserError({ code: 'connection-lost', server: 'ali' });

    const report = await connectOneHub(open({ ali: {} }, [server]), fakeJobs(), settings(), {});

    expect(report).toEqual({ kind: 'channels', channels: [], missing: ['ali'] });
  });

  it("connects a server with its own models, by its container's name", async () => {
    const proxies = open({ ali: { apiKey } });

    const report = await connectOneHub(proxies, fakeJobs(), settings(), { server: 'ali' });

    expect(report).toMatchObject({ kind: 'connected', added: true, channel: { models: 2 } });
    expect(hub.channels()).toMatchObject([
      { base_url: 'http://cliproxy:8317', models: 'claude-opus,claude-sonnet', key: apiKey },
    ]);
  });

  it('connects it by the port that answered', async () => {
    const proxies = open({ ali: { apiKey } }, [offering('ali', { port: 8080 })]);

    await connectOneHub(proxies, fakeJobs(), settings(), { server: 'ali' });

    expect(hub.channels()).toMatchObject([{ base_url: 'http://cliproxy:8080' }]);
  });

  it('connects it by the address that somebody wrote down, without its version', async () => {
    const proxies = open({ ali: { apiKey, apiUrl: `${upstream.url}/v1` } });

    const report = await connectOneHub(proxies, fakeJobs(), settings(), { server: 'ali' });

    expect(report).toMatchObject({ test: { ok: true } });
    expect(hub.channels()).toMatchObject([{ base_url: upstream.url }]);
  });

  it('says what of a server is missing, and writes nothing', async () => {
    const asked = [
      connectOneHub(open({ ali: {} }), fakeJobs(), settings(), { server: 'ali' }),
      connectOneHub(open({ ali: { apiKey } }, [offering('ali', { models: [] })]), fakeJobs(), settings(), {
        server: 'ali',
      }),
      connectOneHub(open({ ali: { apiKey: 'another' } }), fakeJobs(), settings(), { server: 'ali' }),
    ];

    const codes = await Promise.all(asked.map(each => each.catch((error: unknown) => codeOf(error))));

    expect(codes).toEqual(['no-api-key', 'no-account', 'api-key-refused']);
    expect(hub.channels()).toEqual([]);
  });

  it('refuses an address behind which One-Hub may find another server, and writes nothing', async () => {
    const proxies = open({ ali: { apiKey }, tokyo: { apiKey } });

    const asked = connectOneHub(proxies, fakeJobs(), settings(), { server: 'tokyo' });

    await expect(asked).rejects.toMatchObject({
      problem: {
        code: 'onehub-same-address',
        server: 'tokyo',
        other: 'ali',
        address: 'http://cliproxy:8317',
      },
    });
    expect(hub.channels()).toEqual([]);
  });

  it('goes through the SSH of a server where it must', async () => {
    const server = offering('ali');
    const tokyo = fakeServer('tokyo');
    const asked: string[] = [];
    tokyo.request = async (target, { path, ...request }) => {
      asked.push(`${target.host}:${target.port}${path.replace(/\?.*/, '')}`);
      const answer = await fetch(`${hub.url}${path.replace('/hub', '')}`, request);
      return { status: answer.status, headers: {}, body: await answer.text() };
    };
    const via = settings({ url: 'http://127.0.0.1:3000/hub', via: 'tokyo' });
    const places = { ali: { apiKey }, tokyo: { apiUrl: 'http://tokyo' } };

    const report = await connectOneHub(open(places, [server, tokyo]), fakeJobs(), via, { server: 'ali' });

    expect(report).toMatchObject({ kind: 'connected', added: true });
    expect(asked[0]).toBe('127.0.0.1:3000/hub/api/channel/');
    expect(hub.channels()).toHaveLength(1);
  });

  it('says through which server nobody was found', async () => {
    const tokyo = fakeServer('tokyo');
    tokyo.request = () => Promise.reject(new PortUnreachable('nobody'));
    const via = settings({ url: 'http://[::1]:3000', via: 'tokyo' });

    const asked = connectOneHub(open({ tokyo: {} }, [tokyo]), fakeJobs(), via, {});

    await expect(asked).rejects.toMatchObject({
      problem: { code: 'onehub-unreachable', host: '[::1]:3000', via: 'tokyo' },
    });
  });
});

/** A server whose CLIProxyAPI offers two models to whoever has the key. */
function offering(
  name: string,
  { port = 8317, models = ['claude-sonnet', 'claude-opus'] }: { port?: number; models?: string[] } = {},
): FakeServer {
  const server = fakeServer(name);
  server.answer = (_host, path, asked) => {
    if (asked.port !== port) return undefined;
    const json = (status: number, body: object) => ({
      status,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (path === '/') return json(200, { message: 'CLI Proxy API Server' });
    if (asked.headers?.['authorization'] !== `Bearer ${apiKey}`)
      return json(401, { error: 'Invalid API key' });
    return json(200, { object: 'list', data: models.map(id => ({ id })) });
  };
  return server;
}

function open(
  places: Readonly<Record<string, Partial<ServerSettings>>>,
  servers: readonly FakeServer[] = Object.keys(places).map(name => offering(name)),
): CliProxies {
  const all = fakeServers(...servers);
  const known: typeof all.known = name => ({
    ...all.known(name),
    settings: settingsOf(name, places[name]),
  });
  return createCliProxies({ ...all, known }, fakeJobs());
}

function codeOf(error: unknown): string {
  return error instanceof UserError ? error.problem.code : String(error);
}
