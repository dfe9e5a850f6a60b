import { claude } from '../../src/cliproxy/claude';
import { codexDevice } from '../../src/cliproxy/codex-device';
import { kimi } from '../../src/cliproxy/kimi';
import type { Managed } from '../../src/cliproxy/management';
import {
  beginManaged,
  forgetManaged,
  handToServer,
  managedStatus,
  type ManagedStatus,
} from '../../src/cliproxy/managed-login';
import { xai } from '../../src/cliproxy/xai';
import { problemOf } from '../../src/errors';
import type { HttpAnswer, HttpRequest } from '../../src/server/server';
import { fakeManagement } from '../fakes/management';
import { fakeServer } from '../login/fake-server';
import { settingsOf } from '../login/fake-servers';

const link =
  'https://claude.ai/oauth/authorize?redirect_uri=http%3A%2F%2Flocalhost%3A54545%2Fcallback&state=s1';
const device = { status: 'ok', url: 'https://kimi.com/device?code=AB-CD', state: 'kmi-1' };
const noRoute = { state: 'not-found' } as const;

function json(body: unknown, status = 200): Managed<HttpAnswer> {
  return {
    state: 'answered',
    answer: { status, headers: {}, body: JSON.stringify(body) },
    version: 'v7.2.140',
  };
}

/** A Management API that gives an answer to each request, by method and path. */
function open(answers: Readonly<Record<string, Managed<HttpAnswer>>>) {
  const asked: HttpRequest[] = [];
  const server = fakeServer();
  const management = fakeManagement({
    request: (_container, request) => {
      asked.push(request);
      const [path = ''] = request.path.split('?');
      return Promise.resolve(answers[`${request.method ?? 'GET'} ${path}`] ?? noRoute);
    },
  });
  return { asked, server, management, place: settingsOf('ali') };
}

describe('a login that the server itself begins', () => {
  it('has a link that brings a callback back, and the version', async () => {
    const { management, server, asked } = open({
      'GET /anthropic-auth-url': json({ status: 'ok', url: link, state: 's1' }),
    });

    const login = await beginManaged(management, await server.container(), claude);

    expect(login).toEqual({ link, oauthState: 's1', version: '7.2.140' });
    // `is_webui` would have the server listen on a port.
    expect(asked.map(({ path }) => path)).toEqual(['/anthropic-auth-url']);
  });

  it.each([
    [
      { ...device, user_code: 'AB-CD', expires_in: 900 },
      { userCode: 'AB-CD', withinMs: 900_000 },
    ],
    [device, {}],
  ])('has a code, or one in its link: %j', async (body, expected) => {
    const { management, server } = open({ 'GET /kimi-auth-url': json(body) });

    const login = await beginManaged(management, await server.container(), kimi);

    expect(login).toEqual({ link: device.url, oauthState: 'kmi-1', version: '7.2.140', ...expected });
  });

  it('is none where the link leads to a port that nobody forwards, and that is taken back', async () => {
    const url = 'https://auth.x.ai/oauth2/authorize?redirect_uri=http%3A%2F%2F127.0.0.1%3A56121%2Fcallback';
    const { management, server, asked } = open({ 'GET /xai-auth-url': json({ url, state: 'xai-1' }) });

    const login = await beginManaged(management, await server.container(), xai);

    expect(login).toBeUndefined();
    expect(asked.at(-1)).toEqual({ method: 'DELETE', path: '/oauth-session?state=xai-1' });
  });

  it('is not asked for where the Management API has no such login', async () => {
    const { management, server, asked } = open({});

    const login = await beginManaged(management, await server.container(), codexDevice);

    expect(login).toBeUndefined();
    expect(asked).toEqual([]);
  });

  it.each<readonly [string, Managed<HttpAnswer>]>([
    ['has no such route', noRoute],
    ['has no key for it', { state: 'no-key' }],
    ['refused the key', { state: 'refused' }],
    ['answers with a failure', json({ error: 'failed to generate state parameter' }, 400)],
    ['answers with something else', json({ url: 'not an address', state: 's1' })],
    ['answers with half of it', json({ url: link })],
    ['answers with no JSON', { state: 'answered', answer: { status: 200, headers: {}, body: '<html>' } }],
  ])('is none where the server %s', async (_what, answer) => {
    const { management, server } = open({ 'GET /anthropic-auth-url': answer });

    const login = await beginManaged(management, await server.container(), claude);

    expect(login).toBeUndefined();
  });
});

it.each<readonly [Managed<HttpAnswer>, ManagedStatus]>([
  [json({ status: 'wait' }), { kind: 'waiting' }],
  [json({ status: 'ok' }), { kind: 'ok' }],
  [json({ status: 'error', error: 'Bad request' }), { kind: 'failed', error: 'Bad request' }],
  [json({ status: 'error', error: 'invalid state' }, 400), { kind: 'failed', error: 'invalid state' }],
  [json({ status: 'error' }), { kind: 'failed', error: '' }],
  [json({}), { kind: 'unknown', state: 'unavailable' }],
  [{ state: 'refused' }, { kind: 'unknown', state: 'refused' }],
])('reads how a login is: %j', async (answer, expected) => {
  const { management, server } = open({ 'GET /get-auth-status': answer });

  const status = await managedStatus(management, await server.container(), 's1');

  expect(status).toEqual(expected);
});

it.each<readonly [Managed<HttpAnswer>, boolean]>([
  [json({ status: 'ok', cancelled: true }), true],
  [json({ status: 'ok', cancelled: false }), false],
  [noRoute, false],
])('says whether a login was forgotten: %j', async (answer, expected) => {
  const { management, server } = open({ 'DELETE /oauth-session': answer });

  const forgotten = await forgetManaged(management, await server.container(), 's1');

  expect(forgotten).toBe(expected);
});

describe('handing a callback to the server', () => {
  const callback = { oauthState: 's1', code: 'c0de' };

  it('tells it whose it is', async () => {
    const proxy = open({ 'POST /oauth-callback': json({ status: 'ok' }) });

    await handToServer(proxy, await proxy.server.container(), claude, callback);

    expect(proxy.asked.map(({ body }) => JSON.parse(body ?? '') as unknown)).toEqual([
      { provider: 'anthropic', state: 's1', code: 'c0de' },
    ]);
    expect(proxy.server.requested).toEqual([]);
  });

  it.each<Managed<HttpAnswer>['state']>(['not-found', 'refused', 'unavailable'])(
    'takes the way of the browser, which needs no key, where the Management API is %s',
    async state => {
      const proxy = open({ 'POST /oauth-callback': { state } as Managed<HttpAnswer> });
      proxy.server.answer = () => ({ status: 200, headers: {}, body: '<h1>Authentication successful!</h1>' });

      await handToServer(proxy, await proxy.server.container(), claude, {
        oauthState: 's1',
        error: 'access_denied',
      });

      expect(proxy.server.requested).toEqual(['/anthropic/callback?state=s1&error=access_denied']);
    },
  );

  it.each([
    ['nothing answers', () => undefined],
    ['the path is not there', () => ({ status: 404, headers: {}, body: '404 page not found' })],
  ])('says so where %s', async (_when, answer) => {
    const proxy = open({});
    proxy.server.answer = answer;

    const handing = handToServer(proxy, await proxy.server.container(), claude, callback);

    expect(await handing.catch(problemOf)).toEqual({ code: 'callback-unreachable', server: 'ali' });
  });

  it.each([
    [409, 'oauth flow is already completed', { code: 'paste-already-delivered' }],
    [409, 'oauth flow is not pending', { code: 'paste-already-delivered' }],
    [404, 'unknown or expired state', { code: 'callback-rejected', detail: 'unknown or expired state' }],
    [400, 'invalid state', { code: 'callback-rejected', detail: 'invalid state' }],
  ])('says what was wrong with it: %d %s', async (status, error, problem) => {
    const proxy = open({ 'POST /oauth-callback': json({ status: 'error', error }, status) });

    const handing = handToServer(proxy, await proxy.server.container(), claude, callback);

    expect(await handing.catch(problemOf)).toEqual(problem);
  });
});
