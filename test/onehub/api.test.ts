import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startOneHub, type PretendOneHub } from '../../sandbox/onehub/pretend-onehub';
import { createOneHub, type OneHub } from '../../src/onehub/api';
import { directWay } from '../../src/onehub/way';
import { startUpstream, apiKey, type Upstream } from './upstream';

describe("One-Hub's admin API", () => {
  let hub: PretendOneHub;
  let upstream: Upstream;
  let other: Server | undefined;

  beforeAll(async () => {
    hub = await startOneHub();
    upstream = await startUpstream();
  });

  beforeEach(() => hub.reset());

  afterEach(() => {
    other?.closeAllConnections();
    other?.close();
    other = undefined;
  });

  afterAll(async () => {
    await hub.close();
    await upstream.close();
  });

  const openApi = ({ url = hub.url, token = hub.token } = {}): OneHub => {
    const settings = { url, token };
    return createOneHub(settings, directWay(settings));
  };

  it('lists channels of every page, without their keys', async () => {
    for (let number = 0; number < 120; number++)
      hub.add({ name: `channel ${number}`, key: 'secret-of-a-channel' });

    const channels = await openApi().channels();

    expect(channels.map(({ id }) => id)).toEqual(Array.from({ length: 120 }, (_, index) => index + 1));
    expect(JSON.stringify(channels)).not.toContain('secret-of-a-channel');
  });

  it('lists those too that share a tag, of which the list shows one', async () => {
    hub.add({ name: 'one', tag: 'our/proxies', key: 'secret-of-a-channel' });
    hub.add({ name: 'two', tag: 'our proxies', key: 'secret-of-a-channel' });
    hub.add({ name: 'three', tag: 'our proxies' });
    hub.add({ name: 'four', tag: '' });

    const channels = await openApi().channels();

    expect(channels.map(({ name }) => name)).toEqual(['one', 'two', 'three', 'four']);
    expect(JSON.stringify(channels)).not.toContain('secret-of-a-channel');
  });

  it('writes some columns and leaves the others as they were', async () => {
    const id = hub.add({
      name: 'mine',
      weight: 7,
      plugin: { a: { b: 1 } },
      proxy: 'socks5://x',
      models: 'a',
    });
    const before = hub.channels()[0];
    const api = openApi();
    const channel = await api.channel(id);

    await api.change(channel, { base_url: 'http://cliproxy:8317' });
    await api.change(await api.channel(id), { models: 'a,b' });

    expect(hub.channels()).toEqual([{ ...before, base_url: 'http://cliproxy:8317', models: 'a,b' }]);
  });

  it('leaves nothing as it was that has no value, where models are written without the rest', async () => {
    const id = hub.add({ name: 'mine', weight: 7, models: 'a' });

    const body = JSON.stringify({ id, models: 'a,b' });
    await fetch(`${hub.url}/api/channel/`, { method: 'PUT', headers: { authorization: hub.token }, body });

    expect(hub.channels()).toMatchObject([{ name: '', key: '', weight: null, models: 'a,b' }]);
  });

  it('tests a channel with a real completion, and notes its time', async () => {
    const id = hub.add({ base_url: upstream.url, key: apiKey });

    const tested = await openApi().test(id, 'claude-opus');

    expect(tested).toEqual({ ok: true, ms: expect.any(Number) as number });
    expect(upstream.asked.at(-1)).toBe('claude-opus');
  });

  it.each([
    ['a key that is refused', { key: 'another' }, '{"error":"Invalid API key"}'],
    ['an address with a version', { base: '/v1' }, 'Provider API error: bad response status code 404'],
    ['an address where nobody is', { base_url: 'http://127.0.0.1:1' }, '请求上游地址失败'],
  ])(
    "says in One-Hub's words why a test failed: %s",
    async (_what, { base = '', ...columns }: Record<string, string>, reason) => {
      const id = hub.add({ base_url: `${upstream.url}${base}`, key: apiKey, ...columns });

      const tested = await openApi().test(id, 'claude-opus');

      expect(tested).toEqual({ ok: false, reason, switchedOff: false });
    },
  );

  it('says that One-Hub switched a channel off after a test', async () => {
    hub.behave({ disables: true });
    const id = hub.add({ base_url: upstream.url, key: 'another' });

    const tested = await openApi().test(id, 'claude-opus');

    expect(tested).toEqual({ ok: false, reason: '{"error":"Invalid API key"}', switchedOff: true });
    expect(hub.channels()).toMatchObject([{ status: 3 }]);
  });

  it.each([
    ['a token that is not known', 'another-token'],
    ['the token of somebody who is no administrator', 'pretend-onehub-member'],
  ])('takes no for an answer that has status 200: %s', async (_what, token) => {
    const listed = openApi({ token }).channels();

    await expect(listed).rejects.toMatchObject({ problem: { code: 'onehub-token-refused' } });
  });

  it('takes no for an answer that has status 401', async () => {
    const settings = { url: hub.url, token: '' };
    const api = createOneHub(settings, request => directWay(settings)({ ...request, headers: {} }, 1_000));

    await expect(api.channels()).rejects.toMatchObject({ problem: { code: 'onehub-token-refused' } });
  });

  it('tells a refusal in its words', async () => {
    await expect(openApi().channel(7)).rejects.toMatchObject({
      problem: { code: 'onehub-refused', reason: 'record not found' },
    });
    await expect(openApi().add({ name: 'x', key: 'y', test_model: 'a'.repeat(51) })).rejects.toMatchObject({
      problem: { code: 'onehub-refused', reason: expect.stringContaining("column 'test_model'") as string },
    });
  });

  it('says when it takes no more requests', async () => {
    hub.behave({ requests: 1 });
    const api = openApi();
    await api.channels();

    await expect(api.channels()).rejects.toMatchObject({ problem: { code: 'onehub-limited' } });
  });

  it('says when nobody is there', async () => {
    const listed = openApi({ url: 'http://127.0.0.1:1' }).channels();

    await expect(listed).rejects.toMatchObject({
      problem: { code: 'onehub-unreachable', host: '127.0.0.1:1' },
    });
  });

  it('is known from what else answers: its own pages', async () => {
    const listed = openApi({ url: `${hub.url}/panel` }).channels();

    await expect(listed).rejects.toMatchObject({ problem: { code: 'onehub-odd' } });
  });

  it.each([
    ['a redirect', 301, '', 'onehub-odd'],
    ['another program', 200, '{"ok":true}', 'onehub-odd'],
    ['another program that counts differently', 200, '{"success":true,"data":[]}', 'onehub-odd'],
    ['a path that it does not have', 404, '{"error":{"message":"Invalid URL"}}', 'onehub-odd'],
    ['a door before it', 401, '<html>Authorization Required</html>', 'onehub-odd'],
    ['a proxy with nobody behind it', 502, '<html>Bad Gateway</html>', 'onehub-unreachable'],
  ])('is known from what else answers: %s', async (_what, status, body, code) => {
    other = createServer((_request, response) => {
      response.writeHead(status, { location: 'https://elsewhere.example.org/' }).end(body);
    });
    await new Promise<void>(resolve => other?.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;

    await expect(openApi({ url }).channels()).rejects.toMatchObject({ problem: { code } });
  });
});
