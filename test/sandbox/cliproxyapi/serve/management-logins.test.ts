import { z } from 'zod';
import { visitConsentPage } from '../../../../sandbox/browser';
import type { Version } from '../../../../sandbox/cliproxyapi/version';
import { useScene } from '../scene';

jest.setTimeout(20_000);

const begun = z.object({ status: z.literal('ok'), url: z.url(), state: z.string().length(32) });
const env = { MANAGEMENT_PASSWORD: 'k3y' };
const email = 'ada@example.com';

describe('logins that the server itself runs', () => {
  const scene = useScene();

  interface Asking {
    readonly method?: string;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string>>;
  }
  const ask = async (path: string, request: Asking = {}) => {
    const headers = { authorization: 'Bearer k3y', ...request.headers };
    const url = `http://127.0.0.1:${scene.place.ports['8317']}${path}`;
    const answer = await fetch(url, { ...request, headers });
    const text = await answer.text();
    return { status: answer.status, text, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
  };
  const manage = (path: string, request?: Asking) => ask(`/v0/management${path}`, request);
  const begin = async () => begun.parse((await manage('/anthropic-auth-url')).body);
  const post = (body: object, headers: Readonly<Record<string, string>> = {}) =>
    manage('/oauth-callback', { method: 'POST', body: JSON.stringify(body), headers });
  const statusOf = async (state: string) => (await manage(`/get-auth-status?state=${state}`)).body;
  const settled = async (state: string): Promise<unknown> => {
    for (;;) {
      const status = await statusOf(state);
      if (JSON.stringify(status) !== '{"status":"wait"}') return status;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  };
  const serve = (version: Version = 'v7.2.140', behaviour: object = {}) =>
    scene.serve({ version, providerUrl: scene.providerUrl, ...behaviour }, env);
  const authorize = (link: string) => visitConsentPage(link, { decision: 'authorize', email });

  it('give a link, take the whole address, and save without a port', async () => {
    const run = await serve();
    const { url, state } = await begin();
    const waiting = await statusOf(state);

    const taken = await post({ provider: 'anthropic', redirect_url: await authorize(url) });
    const ended = await settled(state);

    expect(waiting).toEqual({ status: 'wait' });
    expect(taken).toMatchObject({ status: 200, body: { status: 'ok' } });
    expect(ended).toEqual({ status: 'ok' });
    expect(scene.place.read(`/root/.cli-proxy-api/claude-${email}.json`)).toContain('sk-ant-oat01-');
    await run.seen(
      /Authentication successful! Token saved to \/root\/\.cli-proxy-api\/claude-ada@example\.com\.json\n/,
    );
    await expect(scene.place.get(54545, '/success')).rejects.toThrow();
  });

  it('take the callback by the path of the browser, without a key, in every version', async () => {
    await serve('v6.4.0');
    const { url, state } = await begin();
    const { search } = new URL(await authorize(url));

    const posted = await post({ provider: 'anthropic', redirect_url: `http://localhost${search}` });
    const brought = await fetch(`http://127.0.0.1:${scene.place.ports['8317']}/anthropic/callback${search}`);
    const ended = await settled(state);

    expect(posted).toMatchObject({ status: 404, text: '404 page not found' });
    expect(await brought.text()).toContain('<h1>Authentication successful!</h1>');
    expect(ended).toEqual({ status: 'ok' });
    expect(scene.place.read(`/root/.cli-proxy-api/claude-${email}.json`)).toContain(email);
  });

  it.each([
    ['v7.2.22', 401],
    ['v7.2.23', 404],
  ])('ask for a key with the callback up to v7.2.22: %s', async (version, status) => {
    await serve(version);

    const posted = await post({ state: 'nobodys', code: 'x' }, { authorization: '' });

    expect(posted.status).toBe(status);
  });

  it.each([
    [{}, 400, 'state is required'],
    [{ state: '../x', code: 'x' }, 400, 'invalid state'],
    [{ state: 'x' }, 400, 'code or error is required'],
    [{ state: 'x', code: 'x' }, 404, 'unknown or expired state'],
  ])('refuse what they cannot use: %j', async (body, status, error) => {
    await serve();

    const posted = await post({ provider: 'anthropic', ...body });

    expect(posted).toMatchObject({ status, body: { status: 'error', error } });
  });

  it('refuse the callback of another provider, and a second one', async () => {
    await serve();
    const { url, state } = await begin();
    const other = await post({ provider: 'codex', state, code: 'x' });
    await post({ provider: 'anthropic', redirect_url: await authorize(url) });
    await settled(state);

    const again = await post({ provider: 'anthropic', state, code: 'x' });

    expect(other).toMatchObject({ status: 400, body: { error: 'provider does not match state' } });
    expect(again).toMatchObject({ status: 409, body: { error: 'oauth flow is already completed' } });
  });

  it.each([
    ['v6.4.0', 'ok', undefined],
    ['v7.2.61', 'ok', undefined],
    ['v7.2.62', 'error', 'unknown or expired state'],
  ])('call a login that is not known: %s', async (version, status, error) => {
    await serve(version);

    const said = await statusOf('nobodys');

    expect(said).toEqual({ status, ...(error !== undefined && { error }) });
  });

  it('forget a failure once it was read, before v6.6.30', async () => {
    await serve('v6.4.0', { exchange: 'forbidden' });
    scene.place.behave({ version: 'v6.4.0', providerUrl: scene.providerUrl, exchange: 'forbidden' });
    const { url, state } = await begin();
    const { search } = new URL(await authorize(url));
    await ask(`/anthropic/callback${search}`);

    const said = [await settled(state), await statusOf(state)];

    expect(said).toEqual([
      { status: 'error', error: 'token exchange failed with status 403' },
      { status: 'ok' },
    ]);
  });

  it('say few words of what went wrong, and the cause in the log', async () => {
    const run = await serve('v7.2.140', { exchange: 'forbidden' });
    const { url, state } = await begin();
    await post({ provider: 'anthropic', redirect_url: await authorize(url) });

    const said = await settled(state);

    expect(said).toEqual({ status: 'error', error: 'Failed to exchange authorization code for tokens' });
    await run.seen(/caused by: token exchange failed with status 403/);
  });

  it('give up after their time', async () => {
    await serve('v7.2.140', { waitMs: 600 });
    const { state } = await begin();

    const said = await settled(state);

    expect(said).toEqual({ status: 'error', error: 'Timeout waiting for OAuth callback' });
  });

  it('are cancelled once, from v7.2.64 on, and save nothing any more', async () => {
    await serve('v7.2.64', { exchangeMs: 800 });
    const { url, state } = await begin();
    await post({ provider: 'anthropic', redirect_url: await authorize(url) });
    const remove = () => manage(`/oauth-session?state=${state}`, { method: 'DELETE' });
    // Fetched by now, and being exchanged.
    await new Promise(resolve => setTimeout(resolve, 700));

    const cancelled = [(await remove()).body, (await remove()).body];
    await new Promise(resolve => setTimeout(resolve, 900));

    expect(cancelled).toEqual([
      { status: 'ok', cancelled: true },
      { status: 'ok', cancelled: false },
    ]);
    expect(() => scene.place.read(`/root/.cli-proxy-api/claude-${email}.json`)).toThrow();
  });

  it('cannot be cancelled before', async () => {
    await serve('v7.2.63');

    const removed = await manage('/oauth-session?state=x', { method: 'DELETE' });

    expect(removed).toMatchObject({ status: 404, text: '404 page not found' });
  });

  it.each([
    ['v6.6.39', { status: 'wait' }],
    ['v6.6.40', { status: 'ok' }],
    ['v7.2.16', { status: 'ok' }],
    ['v7.2.17', { status: 'wait' }],
  ])('end the others of their provider from v6.6.40 to v7.2.16: %s', async (version, expected) => {
    await serve(version);
    const [first, second] = [await begin(), await begin()];
    const { search } = new URL(await authorize(first.url));
    await ask(`/anthropic/callback${search}`);
    await settled(first.state);

    const other = await statusOf(second.state);

    expect(other).toEqual(expected);
  });
});
