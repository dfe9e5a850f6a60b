import { started, useScene } from '../scene';

describe('a server that ends by itself', () => {
  const scene = useScene();

  it('does so after its time, with the code it was given', async () => {
    const run = await scene.serve({ exitAfterMs: 50, exitCode: 3 });

    expect(await run.ended).toEqual({ code: 3, signal: null });
  });

  it('does so when it is given its cue, as things are then', async () => {
    const run = await scene.serve();
    scene.place.behave({ exitCode: 137 });

    run.kill('SIGUSR2');

    expect(await run.ended).toEqual({ code: 137, signal: null });
  });

  it('takes memory first where it is to', async () => {
    const run = await scene.serve({ eatMemoryMb: 64, exitCode: 1 });

    run.kill('SIGUSR2');

    expect(await run.ended).toEqual({ code: 1, signal: null });
  });

  it('says that it started and what it counted though it could not have its port, and ends with 0', async () => {
    const run = scene.place.run([], { bindFails: true });

    const { code } = await run.ended;

    expect(run.stdout()).toMatch(/API server started successfully on: :8317\n[^]*configuration updated: 0 /);
    expect(run.stdout()).toMatch(/listen tcp :8317: bind: cannot assign requested address\n$/);
    expect(run.stdout()).not.toMatch(started);
    expect(code).toBe(0);
  });
});

describe('a server whose port is silent', () => {
  const scene = useScene();

  it('takes a connection and says nothing', async () => {
    await scene.serve({ silentPort: true });
    const patience = AbortSignal.timeout(200);

    const asked = fetch(`http://127.0.0.1:${scene.place.ports['8317']}/healthz`, { signal: patience });

    await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});
