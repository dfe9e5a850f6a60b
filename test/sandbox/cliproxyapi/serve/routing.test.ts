import { useScene } from '../scene';

const file = '/CLIProxyAPI/config.yaml';
const usual = 'port: 8317\nauth-dir: "~/.cli-proxy-api"\n';
const key = { MANAGEMENT_PASSWORD: 'k3y' };
const reloaded = /config successfully reloaded, triggering client reload/;

describe('routing.strategy', () => {
  const scene = useScene();

  const ask = async (method = 'GET', body?: string): Promise<unknown> => {
    const headers = { authorization: 'Bearer k3y', 'content-type': 'application/json' };
    const url = `http://127.0.0.1:${scene.place.ports['8317']}/v0/management/routing/strategy`;
    const answer = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? (JSON.parse(text) as unknown) : text };
  };
  const says = (strategy: string) => ({ status: 200, body: { strategy } });

  it.each([
    ['', 'round-robin'],
    ['routing:\n  strategy: "ff" # first\n', 'fill-first'],
    ['routing: { strategy: "wrr" }\n', 'weighted-round-robin'],
    ['routing:\n  strategy: random\n', 'random'],
    ['load_balancing:\n  strategy: "weighted"\n', 'round-robin'],
  ])('is read from %j as %s', async (text, strategy) => {
    scene.place.write(file, `${usual}${text}`);
    await scene.serve({}, key);

    expect(await ask()).toEqual(says(strategy));
  });

  it('is in force as soon as the file has it', async () => {
    const run = await scene.serve({}, key);
    scene.place.write(file, `${usual}routing:\n  strategy: fill-first\n`);

    await run.seen(reloaded);

    expect(run.stdout()).toMatch(/config changes detected:\n.* {2}routing\.strategy: {2}-> fill-first\n/);
    expect(await ask()).toEqual(says('fill-first'));
  });

  it('stays as it was where the new file is refused', async () => {
    scene.place.write(file, `${usual}routing:\n  strategy: ff\n`);
    const run = await scene.serve({}, key);
    scene.place.write(file, 'port: eight\nrouting:\n  strategy: rr\n');

    await run.seen(
      /failed to reload config: failed to parse config file: yaml: unmarshal errors:\n {2}line 1: cannot unmarshal !!str `eight` into int\n/,
    );

    expect(await ask()).toEqual(says('fill-first'));
    expect(run.stdout()).not.toMatch(reloaded);
  });

  it('is not noticed where the file is not watched', async () => {
    const run = await scene.serve({ hotConfig: false }, key);
    scene.place.write(file, `${usual}routing:\n  strategy: fill-first\n`);

    await new Promise(resolve => setTimeout(resolve, 300));

    expect(run.stdout()).not.toContain('config file changed');
    expect(await ask()).toEqual(says('round-robin'));
  });

  it.each(['PUT', 'PATCH'])('is taken by %s, saved with its comments, and read again', async method => {
    scene.place.write(file, `# mine\n${usual}routing:\n  # why\n  strategy: "rr" # first\nws-auth: true\n`);
    const run = await scene.serve({}, key);

    const answer = await ask(method, '{"value":"FF"}');
    await run.seen(reloaded);

    expect(answer).toEqual({ status: 200, body: { status: 'ok' } });
    expect(await ask()).toEqual(says('fill-first'));
    expect(scene.place.read(file)).toBe(
      `# mine\n${usual}routing:\n  # why\n  strategy: "fill-first" # first\nws-auth: true\n`,
    );
  });

  it.each([
    ['{"value":"random"}', 'invalid strategy'],
    ['{"strategy":"rr"}', 'invalid body'],
    ['rr', 'invalid body'],
  ])('is not taken as %s', async (body, error) => {
    await scene.serve({}, key);

    expect(await ask('PUT', body)).toEqual({ status: 400, body: { error } });
  });

  it('knows no weights before v7.2.104', async () => {
    await scene.serve({ version: 'v7.2.103' }, key);

    const answer = await ask('PUT', '{"value":"wrr"}');

    expect(answer).toEqual({ status: 400, body: { error: 'invalid strategy' } });
  });

  it('has no route before v6.6.82', async () => {
    await scene.serve({ version: 'v6.6.81' }, key);

    expect(await ask()).toEqual({ status: 404, body: '404 page not found' });
  });

  it('is saved by the API and not gone by before v7.2.96, but gone by from the file', async () => {
    const run = await scene.serve({ version: 'v6.6.104' }, key);
    await ask('PUT', '{"value":"ff"}');
    await run.seen(reloaded);
    const afterApi = run.stdout();

    scene.place.write(file, `${usual}routing:\n  strategy: rr\n`);
    await run.seen(/routing strategy updated to round-robin/);

    expect(afterApi).not.toContain('routing strategy updated');
  });

  it('means nothing before v6.6.42', async () => {
    const run = await scene.serve({ version: 'v6.6.41' });
    scene.place.write(file, `${usual}routing:\n  strategy: ff\n`);

    await run.seen(reloaded);

    expect(run.stdout()).not.toContain('routing strategy updated');
  });
});
