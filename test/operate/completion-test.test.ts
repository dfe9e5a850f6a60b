import type { HttpAnswer } from '../../src/server/server';
import type { Management } from '../../src/cliproxy/management';
import { testCompletion } from '../../src/operate/completion-test';
import { fakeManagement } from '../fakes/management';
import { openProxy, type ProxyScene } from './scene';

const startMs = Date.UTC(2026, 10, 22);
const hourMs = 3_600_000;
const noAuth = said(503, { error: { message: 'auth_unavailable: no auth available' } });

function said(status: number, body: unknown): HttpAnswer {
  return { status, headers: {}, body: JSON.stringify(body) };
}

/** A server that offers two models and answers completions so. */
function open(completion: HttpAnswer = said(200, { choices: [{ message: { content: 'Hello!' } }] })) {
  const scene = openProxy();
  const { server } = scene;
  const asked: string[] = [];
  const offered = ['claude-opus-5', 'gpt-5.5'].map(id => ({ id }));
  server.answer = (_host, path, { body, port }) => {
    if (port !== 8317) return undefined;
    if (path === '/v1/models') return said(200, { object: 'list', data: offered });
    if (path !== '/v1/chat/completions') return said(200, { message: 'CLI Proxy API Server' });
    asked.push((JSON.parse(body ?? '') as { model: string }).model);
    return completion;
  };
  const test = (model?: string, proxy: Partial<ProxyScene['proxy']> = {}) =>
    testCompletion({ ...scene.proxy, ...proxy }, { server: 'ali', ...(model && { model }) }, () => startMs);
  return { ...scene, offered, asked, test };
}

/** A Management API that knows these accounts. */
function managing(...accounts: readonly { readonly disabled?: boolean; readonly nextRetryAtMs?: number }[]) {
  const answer = accounts.map((account, index) => ({
    file: `claude-${index}.json`,
    disabled: false,
    unavailable: true,
    ...account,
  }));
  return { management: fakeManagement({ accounts: () => Promise.resolve({ state: 'answered', answer }) }) };
}

describe('a test', () => {
  it('without a model says which there are, and asks none of them', async () => {
    const { asked, test } = open();

    const report = await test();

    expect(report).toEqual({ server: 'ali', models: ['claude-opus-5', 'gpt-5.5'] });
    expect(asked).toEqual([]);
  });

  it('asks the model that is meant, and says what it answered', async () => {
    const { asked, test } = open();

    const { answered } = await test('Opus');

    expect(answered).toEqual({ model: 'claude-opus-5', firstLine: 'Hello!', ms: 0 });
    expect(asked).toEqual(['claude-opus-5']);
  });

  it.each([
    ['one that is not there', 'gemini', ['claude-opus-5', 'gpt-5.5']],
    ['one of several', '5', ['claude-opus-5', 'gpt-5.5']],
    ['one of several that begin so', 'gpt', ['gpt-5.4', 'gpt-5.5']],
  ])('of %s asks nobody, and says which it could be', async (_what, typed, known) => {
    const { asked, offered, test } = open();
    if (typed === 'gpt') offered.push({ id: 'gpt-5.4' });

    const tried = test(typed);

    await expect(tried).rejects.toMatchObject({ problem: { code: 'unknown-model', typed, known } });
    expect(asked).toEqual([]);
  });

  it('of a server that offers nothing says that there is no account', async () => {
    const { offered, test } = open();
    offered.length = 0;

    await expect(test()).rejects.toMatchObject({ problem: { code: 'no-account', server: 'ali' } });
  });

  it('of a container that is down says so', async () => {
    const { server, test } = open();
    server.status = 'exited';

    await expect(test()).rejects.toMatchObject({ problem: { code: 'container-down' } });
  });
});

describe('a test that no account is there for', () => {
  it('learns from the Management API until when they are left alone', async () => {
    const { test } = open(noAuth);
    const accounts = managing(
      { disabled: true, nextRetryAtMs: startMs + 1 },
      { nextRetryAtMs: startMs + 2 * hourMs },
      { nextRetryAtMs: startMs + hourMs },
      { nextRetryAtMs: startMs - hourMs },
      {},
    );

    const tried = test('gpt', accounts);

    await expect(tried).rejects.toMatchObject({
      problem: { code: 'accounts-cooling', model: 'gpt-5.5', untilMs: startMs + hourMs },
    });
  });

  it('does not wait for accounts that serve other models', async () => {
    const { test } = open(noAuth);
    const cooling = [{ nextRetryAtMs: startMs + hourMs }, { nextRetryAtMs: startMs + 2 * hourMs }];
    const served: Readonly<Record<string, string>> = {
      'claude-0.json': 'claude-opus-5',
      'claude-1.json': 'gpt-5.5',
    };
    const { management } = managing(...cooling);
    const request: Management['request'] = (_container, { path }) => {
      const name = new URLSearchParams(path.split('?')[1]).get('name') ?? '';
      const answer = said(200, { models: [{ id: served[name] }] });
      return Promise.resolve({ state: 'answered', answer });
    };

    const tried = test('gpt-5.5(high)', { management: { ...management, request } });

    await expect(tried).rejects.toMatchObject({
      problem: { code: 'accounts-cooling', untilMs: startMs + 2 * hourMs },
    });
  });

  it.each([
    ['there is no key', {}],
    ['nobody is left alone', managing({}, { disabled: true, nextRetryAtMs: startMs + hourMs })],
    [
      'the Management API cannot be asked',
      { management: fakeManagement({ accounts: () => Promise.reject(new Error('gone')) }) },
    ],
  ])('says no more than that where %s', async (_what, management) => {
    const { test } = open(noAuth);

    await expect(test('gpt', management)).rejects.toMatchObject({ problem: { code: 'no-account' } });
  });
});
