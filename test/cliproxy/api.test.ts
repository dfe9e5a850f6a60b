import { findApi } from '../../src/cliproxy/api';
import { modelsOf } from '../../src/cliproxy/models';
import { UserError } from '../../src/errors';
import type { Endpoint, HttpAnswer, HttpRequest } from '../../src/server/server';
import { fakeServer } from '../login/fake-server';
import { fakeServers } from '../login/fake-servers';

const key = 'a-key-of-the-server';
const firstPage = said(200, '{"message":"CLI Proxy API Server","endpoints":[]}');
const notFound = said(404, '404 page not found');

function said(status: number, body: unknown = ''): HttpAnswer {
  return { status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

interface Asked extends Endpoint, HttpRequest {}

/** A server whose ports answer as a test says; other ports are closed. */
async function open(
  ports: Readonly<Record<number, (asked: Asked) => HttpAnswer | undefined>>,
  apiKey?: string,
) {
  const server = fakeServer();
  const { settings } = fakeServers(server).known(server.name);
  const asked: Asked[] = [];
  server.answer = (_host, _path, request) => {
    asked.push(request);
    return ports[request.port]?.(request);
  };
  const place = { ...settings, apiPort: 8317, ...(apiKey !== undefined && { apiKey }) };
  const container = await server.container();
  return {
    server,
    asked,
    find: async () => findApi(server, await server.container(), place),
    list: async () => modelsOf(await findApi(server, container, place)),
  };
}

/** Answers the first page, and something to whoever asks for models. */
function proxy(models: (asked: Asked) => HttpAnswer) {
  return (asked: Asked) =>
    asked.path === '/' ? firstPage : asked.path === '/v1/models' ? models(asked) : notFound;
}

const offering = (...names: readonly string[]) =>
  proxy(() => said(200, { object: 'list', data: names.map(id => ({ id, object: 'model' })) }));

describe("CLIProxyAPI's API", () => {
  it('is found at the configured port', async () => {
    const { find } = await open({ 8317: () => firstPage });

    expect((await find()).port).toBe(8317);
  });

  it("is found at the guides' port when nothing answers at the configured one", async () => {
    const { find } = await open({ 8080: () => firstPage });

    expect((await find()).port).toBe(8080);
  });

  it("is not taken for what else answers at the guides' port, which never sees the key", async () => {
    const { find, asked } = await open({ 8080: () => said(200, '<h1>Welcome to nginx!</h1>') }, key);

    await expect(find()).rejects.toMatchObject({
      problem: { code: 'api-silent', server: 'ali', ports: [8317, 8080] },
    });
    expect(JSON.stringify(asked)).not.toContain(key);
  });

  it('is sought nowhere else when the configured port answers, whatever it says', async () => {
    const { find, asked } = await open({ 8317: () => said(502), 8080: () => firstPage });

    expect((await find()).port).toBe(8317);
    expect(asked.map(({ port }) => port)).toEqual([8317]);
  });

  it('is sought at the other address where the first gives no answer', async () => {
    const { find, server, asked } = await open({
      8317: ({ host }) => (host === '172.17.0.2' ? firstPage : undefined),
    });
    server.endpoints = ['127.0.0.1', '172.17.0.2'].map(host => ({ host, port: 8317 }));

    expect((await find()).port).toBe(8317);
    expect(asked.map(({ host }) => host)).toEqual(['127.0.0.1', '172.17.0.2']);
  });

  it('says that it speaks TLS', async () => {
    const { find } = await open({
      8317: () => said(400, 'Client sent an HTTP request to an HTTPS server.\n'),
    });

    await expect(find()).rejects.toMatchObject({ problem: { code: 'api-speaks-tls', port: 8317 } });
  });

  it('is a page alone while a key of the example is configured', async () => {
    const { find } = await open({
      8317: () => said(200, '<!doctype html><title>Example API key detected</title>'),
    });

    await expect(find()).rejects.toMatchObject({ problem: { code: 'example-keys', server: 'ali' } });
  });

  it('is not known to be silent when the way to the server is lost', async () => {
    const { find, server } = await open({});
    const lost = new UserError({ code: 'connection-lost', server: 'ali' });
    server.request = () => Promise.reject(lost);

    await expect(find()).rejects.toBe(lost);
  });
});

describe('the models of a server', () => {
  it('are asked for with the key, and come by name', async () => {
    const { list, asked } = await open({ 8317: offering('gpt-10', 'gpt-9', 'claude-opus-5', 'gpt-9') }, key);

    expect(await list()).toEqual(['claude-opus-5', 'gpt-9', 'gpt-10']);
    expect(asked.map(({ path, headers }) => [path, headers?.['authorization']])).toEqual([
      ['/', undefined],
      ['/v1/models', `Bearer ${key}`],
    ]);
  });

  it('are asked for without a key where none is set, since a server may need none', async () => {
    const { list, asked } = await open({ 8317: offering('claude-opus-5') });

    expect(await list()).toEqual(['claude-opus-5']);
    expect(asked.at(-1)?.headers).toEqual({});
  });

  it('are without names that nobody could read', async () => {
    const { list } = await open({
      8317: offering('claude-opus-5', '', 'x'.repeat(201), 'with\na line'),
    });

    expect(await list()).toEqual(['claude-opus-5']);
  });

  it.each([
    ['no key is set', undefined, said(401, { error: 'Missing API key' }), { code: 'no-api-key' }],
    ['the key is refused', key, said(401, { error: 'Invalid API key' }), { code: 'api-key-refused' }],
    [
      'a key of the example is configured',
      key,
      said(403, { error: 'unsafe_example_api_key', message: 'Proxy API endpoints are disabled' }),
      { code: 'example-keys' },
    ],
    [
      'there is another program',
      key,
      notFound,
      { code: 'completion-failed', status: 404, detail: '404 page not found' },
    ],
    [
      'what comes is no list',
      key,
      said(200, '<h1>Hello</h1>'),
      { code: 'completion-failed', status: 200, detail: 'Hello' },
    ],
  ])('are not there when %s', async (_what, apiKey, answer, problem) => {
    const { list } = await open({ 8317: proxy(() => answer) }, apiKey);

    await expect(list()).rejects.toMatchObject({ problem: { server: 'ali', ...problem } });
  });

  it('are not there when the answer does not come', async () => {
    const { list } = await open({ 8317: ({ path }) => (path === '/' ? firstPage : undefined) }, key);

    await expect(list()).rejects.toMatchObject({ problem: { code: 'api-silent', ports: [8317] } });
  });
});
