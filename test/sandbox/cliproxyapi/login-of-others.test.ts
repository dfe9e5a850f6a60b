import { visitConsentPage, visitDevicePage } from '../../../sandbox/browser';
import { linkLine, type Run } from '../program';
import { useScene } from './scene';

const someone = { decision: 'authorize', email: 'user@example.com' } as const;
const visitLine = /To authenticate, please visit:\n(\S+)\n/;
const codeLine = /(?:Codex device code|User code|Then enter this code): (\S+)\n/;

describe('a login of another provider', () => {
  const scene = useScene();
  const begin = (provider: string, behaviour: object = {}): Run =>
    scene.place.run([`-${provider}-login`, '-no-browser'], {
      providerUrl: scene.providerUrl,
      pollMs: 100,
      ...behaviour,
    });
  const linkOf = async (run: Run): Promise<string> => (await run.seen(visitLine))[1] ?? '';
  const codeOf = async (run: Run): Promise<string> => (await run.seen(codeLine))[1] ?? '';
  const saved = (run: Run): Record<string, unknown> => {
    const [, path = ''] = /Authentication saved to (\S+)\n/.exec(run.stdout()) ?? [];
    return JSON.parse(scene.place.read(path)) as Record<string, unknown>;
  };

  it.each([
    [
      'codex',
      1455,
      '/auth/callback',
      /codex-[0-9a-f]{8}-user@example\.com-plus\.json\nCodex authentication successful!\n$/,
    ],
    [
      'antigravity',
      51121,
      '/oauth-callback',
      /antigravity-user@example\.com\.json\nAuthenticated as user@example\.com\nAntigravity authentication successful!\n$/,
    ],
  ] as const)('of %s takes a callback on its own path and port', async (provider, port, path, end) => {
    const run = begin(provider);

    const [, link = ''] = await run.seen(linkLine);
    const back = new URL(await visitConsentPage(link, someone));
    await scene.place.get(port, `${back.pathname}${back.search}`);
    const { code } = await run.ended;

    expect(back.pathname).toBe(path);
    expect(run.stdout()).toMatch(end);
    expect(saved(run)).toMatchObject({ type: provider, email: 'user@example.com' });
    expect(code).toBe(0);
  });

  it('of Antigravity answers nothing but its callback', async () => {
    const run = begin('antigravity');
    await run.seen(linkLine);

    const probed = await scene.place.get(51121, '/');
    const ended = await scene.place.get(51121, '/oauth-callback?error=cancelled');
    await run.ended;

    expect([probed.status, ended.status]).toEqual([404, 200]);
    expect(run.stdout()).toContain(
      'Antigravity authentication failed: antigravity: authentication failed: cancelled\n',
    );
  });

  it.each([
    ['codex', /The required port is already in use\./, 13],
    ['antigravity', /failed to start callback server: listen tcp :51121: bind: address already in use/, 0],
  ] as const)('of %s whose port is taken says so in its own way', async (provider, says, exitCode) => {
    const first = begin(provider);
    await first.seen(linkLine);

    const second = begin(provider);
    const { code } = await second.ended;

    expect(second.stdout()).toMatch(says);
    expect(code).toBe(exitCode);
  });

  it('of Kimi goes by a code, and says success on either side of saving', async () => {
    const run = begin('kimi');

    await visitDevicePage(await linkOf(run), await codeOf(run), someone);
    await run.ended;

    expect(run.stdout().split('Waiting for authorization...\n')[1]).toMatch(
      /^\(This will timeout in 300 seconds if not authorized\)\n\nKimi authentication successful!\nSaving credentials to (\S+kimi-\d+\.json)\nAuthentication saved to \1\nAuthenticated as Kimi User\nKimi authentication successful!\n$/,
    );
    expect(saved(run)).toMatchObject({ type: 'kimi', token_type: 'Bearer' });
  });

  it('of xAI goes by a code', async () => {
    const run = begin('xai');

    await visitDevicePage(await linkOf(run), await codeOf(run), someone);
    await run.ended;

    expect(run.stdout()).toMatch(
      /xAI authentication successful\nSaving credentials to (\S+)\nAuthentication saved to \1\nAuthenticated as user@example\.com\nxAI authentication successful!\n$/,
    );
    expect(saved(run)).toMatchObject({ type: 'xai', email: 'user@example.com' });
  });

  it('of Codex goes by a code as well', async () => {
    const run = begin('codex-device');

    const [, link = ''] = await run.seen(/Codex device URL: (\S+)\n/);
    await visitDevicePage(link, await codeOf(run), someone);
    await run.ended;

    expect(run.stdout()).toMatch(/Codex device authentication successful!\n$/);
    expect(saved(run)).toMatchObject({ type: 'codex', email: 'user@example.com' });
  });

  it.each([
    ['kimi', 'Kimi authentication failed: kimi: kimi: access denied by user'],
    ['xai', 'xAI authentication failed: xai: xai device authorization denied'],
  ])('of %s says that it was refused', async (provider, says) => {
    const run = begin(provider);

    await visitDevicePage(await linkOf(run), await codeOf(run), { decision: 'deny' });
    const { code } = await run.ended;

    expect(run.stdout()).toContain(says);
    expect(code).toBe(0);
  });

  it.each([
    ['kimi', 'Kimi authentication failed: kimi: kimi: device code expired'],
    ['xai', 'xAI authentication failed: xai: xai device code expired'],
    [
      'codex-device',
      'Codex device authentication failed: codex device authentication timed out after 15 minutes',
    ],
  ])('of %s gives up when nobody enters the code', async (provider, says) => {
    const run = begin(provider, { waitMs: 300 });

    await run.ended;

    expect(run.stdout()).toContain(says);
  });

  it.each([
    ['codex-device', 'v6.8.26'],
    ['antigravity', 'v6.4.0'],
    ['kimi', 'v6.7.50'],
    ['xai', 'v7.0.0'],
  ])('of %s is not known to %s', async (provider, version) => {
    const run = begin(provider, { version });

    const { code } = await run.ended;

    expect(run.stderr()).toContain(`flag provided but not defined: -${provider}-login`);
    expect(code).toBe(2);
  });

  it('of xAI before v7.2.64 wants a callback to the container itself', async () => {
    const run = begin('xai', { version: 'v7.2.63', promptAfterMs: 1 });

    await run.seen(/Paste the xAI callback Token \(or press Enter to keep waiting\): /);

    expect(run.stdout()).toMatch(
      /\/oauth2\/authorize\?\S+redirect_uri=http%3A%2F%2F127\.0\.0\.1%3A56121%2Fcallback/,
    );
  });
});
