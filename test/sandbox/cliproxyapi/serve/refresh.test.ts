import { useScene } from '../scene';

const [a, b] = ['claude-a@example.com.json', 'claude-b@example.com.json'];

describe('tokens that cannot be refreshed', () => {
  const scene = useScene();
  beforeEach(() => {
    for (const name of [a, b]) scene.place.write(`/root/.cli-proxy-api/${name}`, '{"type":"claude"}\n');
  });

  it('are told three times at the start, and nobody can say whose they are', async () => {
    const run = await scene.serve({ refreshFails: [a] });
    await run.seen(/attempt 3 failed/);

    const told = run
      .stdout()
      .match(/\[warn \] \[anthropic_auth\.go:\d+\] Token refresh attempt \d failed: .*/g);
    expect(told).toHaveLength(3);
    expect(told?.[0]).toContain(
      'attempt 1 failed: token refresh failed with status 400: {"error": "invalid_grant"',
    );
    expect(run.stdout()).not.toContain(a);
  });

  it('are told when it happens, once', async () => {
    const run = await scene.serve({ refreshEveryMs: 20 });
    scene.place.behave({ refreshEveryMs: 20, refreshFails: [a] });

    await run.seen(/attempt 3 failed/);
    scene.place.behave({ refreshEveryMs: 20, refreshFails: [a, b] });
    await run.seen(/(?:attempt 3 failed[^]*){2}/);

    expect(run.stdout().match(/attempt 1 failed/g)).toHaveLength(2);
  });
});

describe('accounts that are left alone for a while', () => {
  const scene = useScene();
  beforeEach(() => {
    for (const name of [a, b]) scene.place.write(`/root/.cli-proxy-api/${name}`, '{"type":"claude"}\n');
  });

  it('are named where everything is logged', async () => {
    scene.place.write('/CLIProxyAPI/config.yaml', 'auth-dir: "~/.cli-proxy-api"\ndebug: true\n');

    const run = await scene.serve({ cooling: [a] });

    await run.seen(
      /\[debug\] \[model_registry\.go:\d+\] Suspended client claude-a@example\.com\.json for model claude-\S+: quota\n/,
    );
    expect(run.stdout()).not.toContain('cooling down');
  });

  it('are not named usually, also when there is no other', async () => {
    const run = await scene.serve({ cooling: [a, b] });

    await run.seen(/All credentials for model claude-\S+ are cooling down via provider claude\n/);
    expect(run.stdout()).not.toContain('Suspended client');
  });
});
