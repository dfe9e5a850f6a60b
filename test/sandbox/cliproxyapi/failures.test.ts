import { visitConsentPage } from '../../../sandbox/browser';
import { linkLine, loginArgs, stateOf } from '../program';
import { useScene } from './scene';

describe('how a login fails', () => {
  const scene = useScene();

  it('times out with exit 0', async () => {
    const run = scene.login({ waitMs: 50 });

    const { code } = await run.ended;

    expect(run.stdout()).toMatch(
      /\[error\] \[anthropic_login\.go:44\] Authentication timed out\. Please try again\.\n$/,
    );
    expect(code).toBe(0);
  });

  it('names both states when they differ, since v6.7.32', async () => {
    const run = scene.login();
    const [, link] = await run.seen(linkLine);

    await scene.place.get(54545, '/callback?code=c&state=other');
    const { code } = await run.ended;

    expect(run.stdout()).toContain(`State mismatch: expected ${stateOf(link)}, got other\n`);
    expect(run.stdout()).toMatch(/Authentication failed\. Please try again\.\n$/);
    expect(code).toBe(0);
  });

  it('swallows the cause before v6.7.32', async () => {
    const run = scene.login({ version: 'v6.7.31', exchange: 'forbidden' });

    await scene.deliver(run);
    await run.ended;

    expect(run.stdout()).not.toContain('Token exchange failed');
    expect(run.stdout()).toMatch(/Authentication failed\. Please try again\.\n$/);
  });

  it('logs the whole page of a refused exchange', async () => {
    const run = scene.login({ exchange: 'forbidden' });

    await scene.deliver(run);
    const { code } = await run.ended;

    expect(run.stdout()).toMatch(
      /Token exchange failed: token exchange failed with status 403: <!DOCTYPE html>.*Just a moment/,
    );
    expect(code).toBe(0);
  });

  it('waits for ever for an exchange that is not answered', async () => {
    const run = scene.login({ exchange: 'hang', waitMs: 300 });

    await scene.deliver(run);
    const winner = await Promise.race([run.ended, scene.place.get(54545, '/success').then(() => 'waits')]);

    expect(winner).toBe('waits');
    expect(run.stdout()).toMatch(/Waiting for Claude authentication callback\.\.\.\n$/);
  });

  it('ends at once when the person denies', async () => {
    const run = scene.login();
    const [, link = ''] = await run.seen(linkLine);

    const back = await visitConsentPage(link, { decision: 'deny' });
    const answer = await scene.place.get(54545, `/callback${new URL(back).search}`);
    const { code } = await run.ended;

    expect(answer.status).toBe(400);
    expect(await answer.text()).toBe('OAuth error: access_denied\n');
    expect(run.stdout()).toContain('OAuth error received: access_denied\n');
    expect(run.stdout()).toMatch(/Claude authentication failed: OAuth error: access_denied\n$/);
    expect(code).toBe(0);
  });

  it('does not take a token without an e-mail address', async () => {
    const run = scene.login({ exchange: 'no-email' });

    await scene.deliver(run);
    await run.ended;

    expect(run.stdout()).toMatch(
      /Claude authentication failed: claude token storage missing account information\n$/,
    );
  });

  it('says success before it cannot save', async () => {
    const run = scene.login({ save: 'fail' });

    await scene.deliver(run);
    const { code } = await run.ended;

    const path = '/root/.cli-proxy-api/claude-user@example.com.json';
    expect(run.stdout()).toMatch(
      new RegExp(
        `successful\\nSaving credentials to ${path}\\n` +
          `Claude authentication failed: failed to create token file: open ${path}: permission denied\\n$`,
      ),
    );
    expect(code).toBe(0);
  });

  it('ends with 13 and a wrong port number when the callback port is taken', async () => {
    await scene.login().seen(/Waiting/);

    const second = scene.login();
    const { code } = await second.ended;

    expect(second.stdout()).toMatch(
      /The required port is already in use\. Please close any applications using port 3000 and try again\.\n$/,
    );
    expect(second.stdout()).not.toContain('http');
    expect(code).toBe(13);
  });

  it.each([
    ['v6.5.58', 1, '[fatal] [main.go:362]'],
    ['v6.5.59', 0, '[error] [main.go:531]'],
  ])('without a configuration ends %s with %i', async (version, exitCode, prefix) => {
    scene.place.write('/CLIProxyAPI/elsewhere/config.yaml', '');

    const run = scene.place.run([...loginArgs, '-config', '/CLIProxyAPI/elsewhere'], { version });
    const { code } = await run.ended;

    expect(run.stdout()).toContain(
      `${prefix} failed to load config: failed to read config file: read /CLIProxyAPI/elsewhere: is a directory`,
    );
    expect(code).toBe(exitCode);
  });

  it('explains its flags on stderr with exit 2 when it does not know one', async () => {
    const run = scene.place.run(['-x']);

    const { code } = await run.ended;

    expect(run.stderr()).toMatch(/^flag provided but not defined: -x\nUsage of /);
    expect(code).toBe(2);
  });

  it('explains its flags with exit 0 when asked', async () => {
    const run = scene.place.run(['-h'], { version: 'v6.6.103' });

    const { code } = await run.ended;

    expect(run.stderr()).toMatch(
      /^Usage of [^\n]*\n(?: .*\n)* {2}-claude-login\n {4}Login to Claude using OAuth\n/,
    );
    expect(run.stderr()).not.toContain('oauth-callback-port');
    expect(code).toBe(0);
  });

  it('is silent on stdout where logging goes to a file', async () => {
    scene.place.write('/CLIProxyAPI/config.yaml', 'auth-dir: "~/.cli-proxy-api"\nlogging-to-file: true\n');
    const run = scene.login({ waitMs: 50 });

    const { code } = await run.ended;

    expect(run.stdout()).toMatch(/Waiting for Claude authentication callback\.\.\.\n$/);
    expect(scene.place.read('/CLIProxyAPI/logs/main.log')).toMatch(
      /Authentication timed out\. Please try again\.\n$/,
    );
    expect(code).toBe(0);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('dies of %s at once', async signal => {
    const run = scene.login();
    await run.seen(/Waiting/);

    run.kill(signal);

    expect(await run.ended).toEqual({ code: null, signal });
  });
});
