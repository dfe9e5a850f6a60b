import type { Api } from '../../src/cliproxy/api';
import { complete } from '../../src/cliproxy/completion';
import type { HttpAnswer, HttpRequest } from '../../src/server/server';

const model = 'claude-opus-5';
const startMs = Date.UTC(2026, 10, 22);

/** Answers with this, as long afterwards. */
function api(answer: HttpAnswer | undefined, afterMs = 1_300) {
  const asked: { request: HttpRequest; timeoutMs: number }[] = [];
  let nowMs = startMs;
  const found: Api = {
    server: 'ali',
    port: 8317,
    hasKey: true,
    ask: (request, timeoutMs) => {
      asked.push({ request, timeoutMs });
      nowMs += afterMs;
      return Promise.resolve(answer);
    },
  };
  return { asked, complete: () => complete(found, model, [model], () => nowMs) };
}

function said(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

const spoken = (content: unknown) => said(200, { choices: [{ message: { role: 'assistant', content } }] });

describe('a completion', () => {
  it('is asked for in few words and not streamed', async () => {
    const { asked, complete } = api(spoken('Hello!'));

    await complete();

    expect(asked).toEqual([
      {
        request: {
          method: 'POST',
          path: '/v1/chat/completions',
          headers: { 'content-type': 'application/json' },
          body: expect.any(String) as string,
        },
        timeoutMs: 60_000,
      },
    ]);
    expect(JSON.parse(asked[0]?.request.body ?? '')).toMatchObject({ model, stream: false, max_tokens: 256 });
  });

  it.each<[string, unknown, string]>([
    ['its first line', 'Hello!\nHow are you?', 'Hello!'],
    ['the first line that says something', '\n\n  Hello!  \n', 'Hello!'],
    [
      'what its parts say',
      [{ type: 'text', text: 'Hel' }, { type: 'text', text: 'lo!' }, { type: 'image' }],
      'Hello!',
    ],
    ['nothing where the model thought and did not speak', null, ''],
    ['nothing where there are no words', undefined, ''],
  ])('is %s', async (_what, content, firstLine) => {
    const { complete } = api(spoken(content));

    expect(await complete()).toEqual({ firstLine, ms: 1_300 });
  });

  it('is short, however much the model says', async () => {
    const { complete } = api(spoken('word '.repeat(500)));

    const { firstLine } = await complete();

    expect(firstLine).toHaveLength(200);
    expect(firstLine).toMatch(/…$/);
  });

  it('comes too where blank lines kept the connection alive before it', async () => {
    const { complete } = api(said(200, `\n\n\n${spoken('Hello!').body}`));

    expect(await complete()).toMatchObject({ firstLine: 'Hello!' });
  });

  it('that does not come is said to be silent', async () => {
    const { complete } = api(undefined);

    await expect(complete()).rejects.toMatchObject({
      problem: { code: 'completion-silent', server: 'ali', model, seconds: 60 },
    });
  });
});

describe('a completion that is refused', () => {
  const cooling = {
    error: {
      code: 'model_cooldown',
      message: `All credentials for model ${model} are cooling down via provider claude`,
      model,
      provider: 'claude',
      reset_seconds: 90,
      reset_time: '1m30s',
    },
  };
  const unsaid = { code: 'model_cooldown', message: cooling.error.message };
  const untilMs = startMs + 1_300 + 90_000;

  it.each<[string, HttpAnswer, object]>([
    ['cools down until what its body says', said(429, cooling), { code: 'accounts-cooling', model, untilMs }],
    [
      'cools down until what its header says',
      said(429, { error: unsaid }, { 'retry-after': '90' }),
      { code: 'accounts-cooling', model, untilMs },
    ],
    [
      'cools down for nobody knows how long',
      said(429, { error: unsaid }),
      { code: 'accounts-cooling', model },
    ],
    [
      'has no account, in a plain line',
      said(500, 'auth_unavailable: no auth available'),
      { code: 'no-account', server: 'ali' },
    ],
    [
      'has no account, in JSON',
      said(503, {
        error: {
          message: 'auth_not_found: no auth candidates (providers=claude, model=x)',
          type: 'server_error',
        },
      }),
      { code: 'no-account', server: 'ali' },
    ],
    [
      'is for a model that went away, in a plain line',
      said(400, `unknown provider for model ${model}`),
      { code: 'unknown-model', typed: model, known: [model] },
    ],
    [
      'is for a model that went away, in JSON',
      said(400, {
        error: { message: `unknown provider for model ${model}`, code: 'model_not_found', param: 'model' },
      }),
      { code: 'unknown-model', typed: model, known: [model] },
    ],
    [
      "is the provider's own limit, which it explains",
      said(429, { type: 'error', error: { type: 'rate_limit_error', message: 'Extra usage is required' } }),
      { code: 'completion-failed', status: 429, detail: 'Extra usage is required' },
    ],
    [
      'is the provider not taking the account, and not the key refused',
      said(401, { type: 'error', error: { type: 'authentication_error', message: 'Invalid bearer token' } }),
      { code: 'completion-failed', status: 401, detail: 'Invalid bearer token' },
    ],
    [
      'is a page of HTML',
      said(403, '<html><style>a{}</style><title>Just a moment...</title><body>Checking</body></html>'),
      { code: 'completion-failed', status: 403, detail: 'Just a moment... Checking' },
    ],
    [
      'began as one',
      said(200, `\n\n${JSON.stringify(cooling)}`),
      { code: 'accounts-cooling', model, untilMs },
    ],
    ['is no completion', said(200, '{"choices":[]}'), { code: 'completion-failed', status: 200 }],
  ])('%s', async (_what, answer, problem) => {
    const { complete } = api(answer);

    await expect(complete()).rejects.toMatchObject({ problem });
  });

  it('shows no secret of what it says', async () => {
    const token = `sk-ant-oat01-${'x'.repeat(60)}`;
    const { complete } = api(
      said(500, { error: { message: `no good: ${token} at https://a.example/x?k=1` } }),
    );

    const failure = complete();

    await expect(failure).rejects.toMatchObject({ problem: { code: 'completion-failed' } });
    await expect(failure).rejects.not.toMatchObject({
      problem: { detail: expect.stringMatching(/xxx|k=1/) as string },
    });
  });
});
