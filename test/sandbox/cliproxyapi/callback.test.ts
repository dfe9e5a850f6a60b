import type { Run } from '../program';
import { linkLine, loginArgs, stateOf } from '../program';
import { useScene } from './scene';

describe('the callback server', () => {
  const scene = useScene();
  let run: Run;

  const waiting = async (args: readonly string[] = []): Promise<string> => {
    run = scene.place.run([...loginArgs, ...args], { urlDelayMs: 20 });
    const [, link] = await run.seen(linkLine);
    return stateOf(link);
  };

  it('sends the browser on before anything is checked', async () => {
    await waiting();

    const answer = await scene.place.get(54545, '/callback?code=c&state=wrong');

    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/success');
  });

  it('has a success page that proves nothing', async () => {
    await waiting();

    const answer = await scene.place.get(54545, '/success');

    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('<h1>Authentication Successful!</h1>');
    expect(run.stdout()).toMatch(/Waiting for Claude authentication callback\.\.\.\n$/);
  });

  it('is there before the link is', async () => {
    run = scene.place.run(loginArgs, { urlDelayMs: 60_000 });
    await run.seen(/BuiltAt.*\n.*BuiltAt.*\n/);

    const status = await eventually(() => scene.place.get(54545, '/success').then(answer => answer.status));

    expect(status).toBe(200);
    expect(run.stdout()).not.toContain('http');
  });

  it('counts the first hit alone, and drops the true one that comes after it', async () => {
    const state = await waiting(['-oauth-callback-port', '54545']);

    const [first, second] = await Promise.all([
      scene.place.get(54545, '/callback'),
      scene.place.get(54545, `/callback?code=c&state=${state}`),
    ]);
    await run.ended;

    expect([first.status, second.status]).toEqual([400, 302]);
    expect(run.stdout()).toMatch(/Claude authentication failed: OAuth error: no_code\n$/);
  });

  it.each([
    ['/callback?error=cancelled', 'OAuth error: cancelled', 'OAuth error received: cancelled', 'cancelled'],
    ['/callback?state=s', 'No authorization code received', 'No authorization code received', 'no_code'],
    ['/callback?code=c', 'No state parameter received', 'No state parameter received', 'no_state'],
  ])('refuses %s and ends the login', async (path, body, logged, error) => {
    await waiting();

    const answer = await scene.place.get(54545, path);
    const { code } = await run.ended;

    expect(answer.status).toBe(400);
    expect(await answer.text()).toBe(`${body}\n`);
    expect(run.stdout()).toContain(`] ${logged}\n`);
    expect(run.stdout()).toMatch(new RegExp(`Claude authentication failed: OAuth error: ${error}\\n$`));
    expect(code).toBe(0);
  });

  it('takes nothing but GET', async () => {
    await waiting();

    const answer = await scene.place.get(54545, '/callback?code=c&state=s', 'POST');

    expect(answer.status).toBe(405);
    expect(await answer.text()).toBe('Method not allowed\n');
    expect(run.stdout()).toMatch(/callback\.\.\.\n$/);
  });

  it('moves with its flag while the link keeps the usual port', async () => {
    run = scene.place.run([...loginArgs, '-oauth-callback-port', '8317']);
    const [, link = ''] = await run.seen(linkLine);

    const answer = await scene.place.get(8317, '/callback?error=cancelled');

    expect(answer.status).toBe(400);
    expect(new URL(link).searchParams.get('redirect_uri')).toBe('http://localhost:54545/callback');
    expect(run.stdout()).toContain('ssh -L 8317:127.0.0.1:8317 root@');
  });
});

/** Asks again until it is answered. */
async function eventually<Result>(ask: () => Promise<Result>): Promise<Result> {
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer !== undefined) return answer;
  }
}
