import { useScene } from '../scene';
import { apiScene, key } from './api-scene';

describe("the door of the stand-in's API", () => {
  const scene = useScene();
  const api = apiScene(scene);

  it.each([
    ['none', {}, 401, '{"error":"Missing API key"}'],
    ['a wrong one', { authorization: 'Bearer wrong' }, 401, '{"error":"Invalid API key"}'],
    ['the right one', { authorization: `Bearer ${key}` }, 200, '{"object":"list","data":[]}'],
    [
      "the right one as Anthropic's clients send it",
      { 'x-api-key': key },
      200,
      '{"object":"list","data":[]}',
    ],
  ])('answers whoever shows %s', async (_what, headers, status, text) => {
    api.keys('another', key);
    await api.serve();

    const said = await api.get('/v1/models', headers);

    expect(said).toMatchObject({ status, text });
  });

  it('is open to everybody where there are no keys', async () => {
    await api.serve();

    const said = await api.get('/v1/models', {});

    expect(said.status).toBe(200);
  });

  it('takes a key that was written while it runs', async () => {
    api.keys('another');
    await api.serve();
    api.keys('another', key);

    const said = await api.get('/v1/models');

    expect(said.status).toBe(200);
  });
});

describe('a key of the example configuration', () => {
  const scene = useScene();
  const api = apiScene(scene);

  it('means nothing before v7.1.46', async () => {
    api.keys('your-api-key-1', key);
    await api.serve({ version: 'v7.1.45' });

    const said = await api.get('/v1/models');

    expect(said.status).toBe(200);
  });

  it('leaves nothing of the server but a page, up to v7.2.50', async () => {
    api.keys('your-api-key-1', key);
    const run = scene.place.run([], { version: 'v7.2.50' });
    await run.seen(/example API key warning page listening on: http:\/\/127\.0\.0\.1:8317\//);

    const [page, models, health] = await Promise.all(
      ['/', '/v1/models', '/healthz'].map(path => api.get(path)),
    );

    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('your-api-key-1') as string });
    expect([models?.status, health?.status]).toEqual([404, 404]);
    expect(run.stdout()).not.toContain('API server started');
  });

  it('shuts the API, and nothing else, from v7.2.51 on, until it is gone', async () => {
    api.keys('your-api-key-2', key);
    await api.serve({ version: 'v7.2.51' });

    const [models, health, page] = await Promise.all(
      ['/v1/models', '/healthz', '/'].map(path => api.get(path)),
    );
    api.keys(key);
    const after = await api.get('/v1/models');

    expect(models).toMatchObject({
      status: 403,
      text: expect.stringContaining('"unsafe_example_api_key"') as string,
    });
    expect(models?.headers.get('x-cpa-safe-mode')).toBe('example-api-key');
    expect(health?.status).toBe(200);
    expect(page?.text).toContain('Example API key detected');
    expect(after.status).toBe(200);
  });
});
