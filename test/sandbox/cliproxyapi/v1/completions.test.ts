import { useScene } from '../scene';
import { apiScene, key } from './api-scene';

const [ada, bob] = ['claude-ada@example.com.json', 'claude-bob@example.com.json'];
const model = 'claude-sonnet-4-5-20250929';

describe("the stand-in's models", () => {
  const scene = useScene();
  const api = apiScene(scene);

  it('are those of the accounts that are enabled', async () => {
    api.account('codex-ada@example.com.json', { type: 'codex' });
    api.account(ada, { type: 'claude', disabled: true });
    await api.serve({ version: 'v6.4.0' });

    const models = await api.models();

    expect([...models].sort()).toEqual(['gpt-5', 'gpt-5-codex']);
  });

  it('are none without accounts', async () => {
    await api.serve();

    expect(await api.models()).toEqual([]);
  });

  it('stay while every account cools down, and go with the last that its provider refuses', async () => {
    api.account(ada, { type: 'claude' });
    await api.serve({ cooling: [ada] });
    const cooling = await api.models();
    scene.place.behave({ refreshFails: [ada] });

    const refused = await api.models();

    expect(cooling).toContain(model);
    expect(refused).toEqual([]);
  });
});

describe("the stand-in's completions", () => {
  const scene = useScene();
  const api = apiScene(scene);

  beforeEach(() => {
    api.keys(key);
    api.account(ada, { type: 'claude' });
  });

  it("are OpenAI's", async () => {
    await api.serve();

    const { status, text } = await api.complete(model);

    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      object: 'chat.completion',
      model,
      choices: [{ message: { role: 'assistant', content: expect.stringContaining(model) as string } }],
    });
  });

  it('come from another account while one cools down', async () => {
    api.account(bob, { type: 'claude' });
    await api.serve({ cooling: [ada] });

    expect((await api.complete(model)).status).toBe(200);
  });

  it.each([
    ['v6.8.21', '1800'],
    ['v6.8.22', null],
    ['v7.2.96', '1800'],
  ])('of %s say until when all accounts cool down, with Retry-After: %s', async (version, after) => {
    await api.serve({ version, cooling: [ada] });

    const { status, headers, text } = await api.complete(model);

    expect(status).toBe(429);
    expect(headers.get('retry-after')).toBe(after);
    expect(JSON.parse(text)).toMatchObject({
      error: {
        code: 'model_cooldown',
        message: `All credentials for model ${model} are cooling down via provider claude`,
        reset_seconds: 1_800,
      },
    });
  });

  it.each([
    ['v6.2.28', 500, 'auth_unavailable: no auth available'],
    ['v6.9.15', 500, '"message":"auth_unavailable: no auth available"'],
    [
      'v6.9.16',
      503,
      `"message":"auth_unavailable: no auth available (providers=claude, model=${model}); check`,
    ],
  ])(
    'of %s know of no account while one cools down and the other is refused',
    async (version, status, words) => {
      api.account(bob, { type: 'claude' });
      await api.serve({ version, cooling: [ada], refreshFails: [bob] });

      const said = await api.complete(version === 'v6.2.28' ? 'claude-opus-4-1-20250805' : model);

      expect(said.status).toBe(status);
      expect(said.text).toContain(words);
    },
  );

  it.each([
    ['v6.6.48', 400, 'unknown provider for model nothing'],
    ['v6.7.39', 400, '"type":"invalid_request_error"'],
    ['v7.2.120', 502, '"code":"internal_server_error"'],
    ['v7.2.121', 400, '"code":"model_not_found","param":"model"'],
  ])('of %s refuse a model that nobody serves with %i', async (version, status, words) => {
    await api.serve({ version });

    const said = await api.complete('nothing');

    expect(said.status).toBe(status);
    expect(said.text).toContain(words);
    expect(said.text).toContain('unknown provider for model nothing');
  });

  it.each([
    ['refused', 401, 'Invalid bearer token'],
    ['overloaded', 529, 'Overloaded'],
  ] as const)("are the provider's own words when it says no: %s", async (completion, status, words) => {
    await api.serve({ completion });

    const said = await api.complete(model);

    expect(said.status).toBe(status);
    expect(said.text).toContain(words);
  });
});
