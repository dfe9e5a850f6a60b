import { balance } from '../../src/operate/balance';
import { UserError } from '../../src/errors';
import { configFile, openBalance, strategyApi } from './balance-scene';

const pace = { withinMs: 60, pollMs: 5 };
const all = ['round-robin', 'fill-first', 'weighted-round-robin'];
const ali = (strategy?: string) => ({ server: 'ali', ...(strategy !== undefined && { strategy }) });

describe('how accounts are chosen', () => {
  it.each([
    ['', 'round-robin'],
    ['routing:\n  strategy: "FF"\n', 'fill-first'],
    ['routing:\n  strategy: random\n', 'random'],
  ])('is said by the file without a management key: %j', async (text, strategy) => {
    const { proxy, writes } = openBalance(text);

    const report = await balance(proxy, ali());

    expect(report).toEqual({ server: 'ali', strategy, known: all, guideBlock: false, by: 'file' });
    expect(writes).toEqual([]);
  });

  it('is said by the Management API where there is one, with the block of the guide', async () => {
    const scene = openBalance('load_balancing:\n  strategy: "weighted"\n');
    scene.api = strategyApi('wrr');

    const report = await balance(scene.proxy, ali());

    expect(report).toEqual({
      server: 'ali',
      strategy: 'weighted-round-robin',
      known: all,
      guideBlock: true,
      by: 'management',
    });
  });

  it('is said by the Management API also where the file cannot be read', async () => {
    const scene = openBalance(undefined);
    scene.api = strategyApi('fill-first');

    const report = await balance(scene.proxy, ali());

    expect(report).toMatchObject({ strategy: 'fill-first', guideBlock: false });
  });

  it('is said by the file where the Management API has no such route', async () => {
    const scene = openBalance('routing:\n  strategy: ff\n');
    scene.api = () => ({ status: 404, body: '{"error":"not found"}' });

    const report = await balance(scene.proxy, ali());

    expect(report).toMatchObject({ strategy: 'fill-first', by: 'file' });
  });

  it.each([
    ['6.4.0', ['round-robin']],
    ['7.2.103', ['round-robin', 'fill-first']],
    ['7.2.104', all],
    ['dev', all],
  ])('can be what version %s knows', async (version, known) => {
    const scene = openBalance('');
    scene.runs(version);

    const report = await balance(scene.proxy, ali());

    expect(report.known).toEqual(known);
  });

  it.each<readonly [string | undefined, object]>([
    [undefined, { why: 'missing' }],
    ['port: [\n', { why: 'not-yaml' }],
    [`x: ${'y'.repeat(5 * 1024 * 1024)}`, { why: 'too-large' }],
  ])('cannot be said where the file is needed and no good', async (text, flaw) => {
    const { proxy } = openBalance(text);

    const asked = balance(proxy, ali());

    await expect(asked).rejects.toMatchObject({
      problem: { code: 'config-unreadable', server: 'ali', path: configFile, ...flaw },
    });
  });

  it('is not asked of a container that is down', async () => {
    const { proxy, server } = openBalance('');
    server.status = 'exited';

    await expect(balance(proxy, ali())).rejects.toMatchObject({ problem: { code: 'container-down' } });
  });
});

describe('another strategy', () => {
  it('is set by the Management API, and believed when it is read again', async () => {
    const scene = openBalance('');
    scene.api = strategyApi('round-robin');

    const report = await balance(scene.proxy, ali('wrr'), pace);

    expect(report).toMatchObject({
      strategy: 'weighted-round-robin',
      before: 'round-robin',
      by: 'management',
    });
    expect(scene.asked.map(({ method = 'GET', body }) => `${method} ${body ?? ''}`)).toEqual([
      'GET ',
      'PUT {"value":"weighted-round-robin"}',
      'GET ',
    ]);
    expect(scene.writes).toEqual([]);
  });

  it('is written into the file of a version that saves what its API is told and does not go by it', async () => {
    const scene = openBalance('routing:\n  strategy: rr\n');
    scene.api = strategyApi('round-robin');
    scene.apiVersion = 'v7.2.95';

    const report = await balance(scene.proxy, ali('ff'), pace);

    expect(report).toMatchObject({ strategy: 'fill-first', before: 'round-robin', by: 'file' });
    expect(scene.asked.map(({ method = 'GET' }) => method)).toEqual(['GET']);
    expect(scene.config()).toBe('routing:\n  strategy: fill-first\n');
  });

  it.each<readonly [string, { readonly status: number; readonly body?: string }]>([
    ['refuses', { status: 400, body: '{"error":"invalid strategy"}' }],
    ['takes and does not keep', { status: 200, body: '{"status":"ok"}' }],
  ])('is written into the file where the Management API %s it', async (_what, put) => {
    const scene = openBalance('port: 1\n');
    scene.api = ({ method = 'GET' }) =>
      method === 'GET' ? { status: 200, body: '{"strategy":"round-robin"}' } : put;

    const report = await balance(scene.proxy, ali('ff'), pace);

    expect(report).toMatchObject({ strategy: 'fill-first', by: 'file' });
    expect(scene.config()).toBe('port: 1\nrouting:\n  strategy: "fill-first"\n');
  });

  it.each([
    ['round_robin', 'round-robin'],
    ['weighted', 'weighted-round-robin'],
  ])('may be said as the guide says it: %s', async (typed, strategy) => {
    const { proxy, config } = openBalance('routing:\n  strategy: ff # now\n');

    const report = await balance(proxy, ali(typed), pace);

    expect(report).toMatchObject({ strategy, before: 'fill-first' });
    expect(config()).toBe(`routing:\n  strategy: ${strategy} # now\n`);
  });

  it.each(['least_connections', 'random'])('is not %s, and nobody need be asked for that', async typed => {
    const { proxy, server } = openBalance('');
    server.unreachable = new UserError({ code: 'ssh-timeout', server: 'ali', host: 'ali', port: 22 });

    const asked = balance(proxy, ali(typed), pace);

    await expect(asked).rejects.toMatchObject({
      problem: { code: 'no-such-strategy', typed, known: all },
    });
  });

  it('is not one that the version does not know', async () => {
    const scene = openBalance('');
    scene.runs('7.2.103');

    const asked = balance(scene.proxy, ali('weighted'), pace);

    await expect(asked).rejects.toMatchObject({
      problem: {
        code: 'strategy-too-new',
        strategy: 'weighted-round-robin',
        since: 'v7.2.104',
        version: '7.2.103',
      },
    });
    expect(scene.writes).toEqual([]);
  });

  it('is not there already because it is written where the version does not know it', async () => {
    const scene = openBalance('routing:\n  strategy: weighted-round-robin\n');
    scene.runs('7.2.103');

    const asked = balance(scene.proxy, ali('wrr'), pace);

    await expect(asked).rejects.toMatchObject({
      problem: { code: 'strategy-too-new', strategy: 'weighted-round-robin', version: '7.2.103' },
    });
  });

  it.each([
    ['the same', 'routing:\n  strategy: fillfirst\n', 'ff'],
    ['the usual one, which is written nowhere', '', 'rr'],
  ])('is nothing to write when it is %s', async (_what, text, typed) => {
    const { proxy, writes } = openBalance(text);

    const report = await balance(proxy, ali(typed), pace);

    expect(report.before).toBeUndefined();
    expect(writes).toEqual([]);
  });

  it('replaces a word that the program does not know', async () => {
    const { proxy, config } = openBalance("routing:\n  strategy: 'random'\n");

    const report = await balance(proxy, ali('rr'), pace);

    expect(report).toMatchObject({ before: 'random', strategy: 'round-robin' });
    expect(config()).toBe("routing:\n  strategy: 'round-robin'\n");
  });
});
