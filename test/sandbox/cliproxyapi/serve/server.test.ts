import { started, useScene } from '../scene';

const file = '/root/.cli-proxy-api/claude-a@example.com.json';

describe('the program as a server', () => {
  const scene = useScene();

  it('starts in the order of the current releases', async () => {
    const run = await scene.serve();

    const lines = run
      .stdout()
      .replaceAll(/^\[.*?\] \[-+\] /gm, '')
      .trimEnd()
      .split('\n');
    const counts =
      '0 clients (0 auth entries + 0 Gemini API keys + 0 Interactions API keys + 0 Claude API keys + 0 Codex keys' +
      ' + 0 xAI keys + 0 Vertex-compat + 0 OpenAI-compat)';
    const loaded =
      '0 clients (0 auth files + 0 Gemini API keys + 0 Vertex API keys + 0 Claude API keys + 0 Codex keys' +
      ' + 0 xAI keys + 0 OpenAI-compat)';
    expect(lines.slice(2)).toEqual([
      'API server started successfully on: :8317',
      `server clients and configuration updated: ${counts}`,
      `[info ] [clients.go:152] full client load complete - ${loaded}`,
      '[info ] [service_lifecycle.go:196] file watcher started for config and auth directory changes',
      '[info ] [service_lifecycle.go:206] core auth auto-refresh started (interval=15m0s)',
    ]);
  });

  it('logs its start in the releases before v6.0.4', async () => {
    const run = scene.place.run([], { version: 'v5.1.14' });

    await run.seen(started);

    expect(run.stdout()).toMatch(/\] \[info\] \[service\.go:461\] API server started successfully\n/);
    expect(run.stdout()).toMatch(
      /\] \[info\] \[server\.go:637\] server clients and configuration updated: 0 /,
    );
  });

  it('counts files and keys together', async () => {
    scene.place.write(file, '{"type":"claude"}\n');
    scene.place.write(
      '/CLIProxyAPI/config.yaml',
      'auth-dir: "~/.cli-proxy-api" # here\nclaude-api-key:\n  - api-key: a\n    base-url: b\n  - api-key: c\nport: 8317\n',
    );

    const [, counts] = await scene.place.run([], { version: 'v6.4.0' }).seen(/configuration updated: (.*)\n/);

    expect(counts).toBe(
      '3 clients (1 auth files + 0 Gemini API keys + 2 Claude API keys + 0 Codex keys + 0 OpenAI-compat)',
    );
  });

  it.each(['v5.1.14', 'v6.4.0', 'v6.8.46'])('counts again when %s finds a new file', async version => {
    const run = await scene.serve({ version });

    scene.place.write(file, '{"type":"claude"}\n');

    await run.seen(/auth file changed \(CREATE\): claude-a@example\.com\.json, processing incrementally/);
    await run.seen(/auto-refresh[^]*configuration updated: 1 clients \(1 auth/);
  });

  it('tells only of the file since v6.8.47', async () => {
    const run = await scene.serve({ version: 'v6.8.47' });

    scene.place.write(file, '{"type":"claude"}\n');
    await run.seen(/auth file changed \(WRITE\)/);
    run.kill('SIGTERM');
    await run.ended;

    expect(run.stdout().match(/configuration updated/g)).toHaveLength(1);
  });

  it('tells of a file that is gone', async () => {
    scene.place.write(file, '{"type":"claude"}\n');
    const run = await scene.serve();

    scene.place.remove(file);

    await run.seen(/auth file changed \(REMOVE\): claude-a@example\.com\.json/);
  });

  it('does not see a new file before a restart where hot loading is broken', async () => {
    const first = await scene.serve({ hotLoad: false });
    scene.place.write(file, '{"type":"claude"}\n');
    scene.place.write('/CLIProxyAPI/config.yaml', 'auth-dir: "~/.cli-proxy-api"\n');
    await first.seen(/config file changed, reloading: \/CLIProxyAPI\/config\.yaml/);
    first.kill('SIGTERM');
    await first.ended;

    const second = scene.place.run([], { hotLoad: false });
    const [, clients] = await second.seen(/configuration updated: (\d+) clients/);

    expect(first.stdout()).not.toContain('auth file changed');
    expect(clients).toBe('1');
  });

  it('sends log lines to a file and keeps printed ones where they are', async () => {
    scene.place.write('/CLIProxyAPI/config.yaml', 'auth-dir: "~/.cli-proxy-api"\nlogging-to-file: true\n');
    const run = scene.place.run([]);

    await run.seen(/server clients and configuration updated/);
    run.kill('SIGTERM');
    await run.ended;

    expect(run.stdout()).not.toContain('full client load complete');
    expect(scene.place.read('/CLIProxyAPI/logs/main.log')).toContain('full client load complete - 0 clients');
  });

  it.each([
    ['v6.9.10', 200],
    ['v6.9.9', 404],
  ])('of %s answers /healthz with %i', async (version, status) => {
    await scene.serve({ version });

    const health = await scene.place.get(8317, '/healthz');
    const root = await scene.place.get(8317, '/');

    expect(health.status).toBe(status);
    expect(await root.json()).toMatchObject({ message: 'CLI Proxy API Server' });
  });

  it('says that it started though its port is taken, and ends with 0', async () => {
    await scene.serve();

    const second = scene.place.run([]);
    const { code } = await second.ended;

    expect(second.stdout()).toContain('API server started successfully on: :8317\n');
    expect(second.stdout()).toMatch(/proxy service exited with error: .*address already in use\n$/);
    expect(code).toBe(0);
  });

  it('ends by SIGTERM with 0', async () => {
    const run = await scene.serve();

    run.kill('SIGTERM');

    expect(await run.ended).toEqual({ code: 0, signal: null });
  });

  it('bears that its behaviour is written while it reads it', async () => {
    const run = await scene.serve({ refreshEveryMs: 5 });

    scene.place.write('/CLIProxyAPI/standin.json', '');
    await new Promise(resolve => setTimeout(resolve, 50));
    scene.place.behave({});
    run.kill('SIGTERM');

    expect(await run.ended).toEqual({ code: 0, signal: null });
    expect(run.stderr()).toBe('');
  });

  it('refuses behaviour that means nothing', async () => {
    const run = scene.place.run([], { save: 'sometimes' as 'ok' });

    const { code } = await run.ended;

    expect(run.stderr()).toBe('stand-in: standin.json: "save" cannot be "sometimes"\n');
    expect(code).toBe(70);
  });
});
