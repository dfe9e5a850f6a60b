import { startOneHub, type PretendOneHub } from '../../sandbox/onehub/pretend-onehub';
import type { Row } from '../../sandbox/onehub/channel';
import type { Place } from '../../src/onehub/address';
import { createOneHub, type OneHub } from '../../src/onehub/api';
import { connect, type Connecting } from '../../src/onehub/connect';
import { directWay } from '../../src/onehub/way';
import { fakeJobs } from '../fakes/jobs';
import { apiKey, startUpstream, type Upstream } from './upstream';

const models = ['claude-opus', 'claude-sonnet'];

describe('connecting a server to One-Hub', () => {
  let hub: PretendOneHub;
  let upstream: Upstream;
  let place: Place;

  beforeAll(async () => {
    hub = await startOneHub();
    upstream = await startUpstream();
    place = { name: 'ali', addresses: [upstream.url], isConfigured: true };
  });

  beforeEach(() => {
    hub.reset();
    upstream.refuse(200);
  });

  afterAll(async () => {
    await hub.close();
    await upstream.close();
  });

  /** As each worker has it, all with one queue. */
  function open(jobs = fakeJobs(), change: Partial<OneHub> = {}) {
    const settings = { url: hub.url, token: hub.token };
    const parts: Connecting = {
      hub: { ...createOneHub(settings, directWay(settings)), ...change },
      places: [place],
      claim: async () => (await jobs.claim('onehub.ali', 'ali', 60_000))?.atMs,
    };
    return (change: { readonly models?: readonly string[]; readonly key?: string } = {}) =>
      connect({ place, address: upstream.url, key: apiKey, models, ...change }, parts);
  }

  const rows = (): readonly Partial<Row>[] =>
    hub.channels().map(({ id, name, type, key, base_url, status, models, test_model, group }) => ({
      ...{ id, name, type, key, base_url, status, models, test_model, group },
    }));

  it('adds a channel where there is none, and tests it', async () => {
    hub.add({ name: 'openai', base_url: 'https://api.openai.com', models: 'gpt-4' });
    const connectAli = open();

    const report = await connectAli();

    expect(report).toEqual({
      kind: 'connected',
      channel: {
        id: 2,
        name: 'cliproxy-ali',
        server: 'ali',
        state: 'on',
        models: 2,
        responseMs: expect.any(Number) as number,
        testedAtMs: expect.any(Number) as number,
      },
      added: true,
      changed: [],
      switchedOn: false,
      test: { ok: true, model: 'claude-opus', ms: expect.any(Number) as number },
    });
    expect(rows()[1]).toEqual({
      id: 2,
      name: 'cliproxy-ali',
      type: 8,
      key: apiKey,
      base_url: upstream.url,
      status: 1,
      models: 'claude-opus,claude-sonnet',
      test_model: 'claude-opus',
      group: 'default',
    });
  });

  it('never tells its key', async () => {
    const connectAli = open();

    const report = await connectAli();

    expect(JSON.stringify(report)).not.toContain(apiKey);
  });

  it('finds its channel again, and changes nothing that is as it should be', async () => {
    const connectAli = open();
    await connectAli();
    const before = rows();

    const report = await connectAli();

    expect(report).toMatchObject({ added: false, changed: [], channel: { id: 1 }, test: { ok: true } });
    expect(rows()).toEqual(before);
  });

  it.each([
    ['an address with a version', (url: string) => ({ base_url: `${url}/v1` }), ['address']],
    ['a slash at its end, which does no harm', (url: string) => ({ base_url: `${url}/` }), []],
    [
      'an old address under our name',
      () => ({ name: 'cliproxy-ali', base_url: 'http://old:8317' }),
      ['address'],
    ],
    ['another key', () => ({ key: 'an-old-key' }), ['key']],
    ['fewer models', () => ({ models: 'claude-opus' }), ['models']],
    ['models in another order', () => ({ models: 'claude-sonnet, claude-opus' }), []],
    ['a model to test with that is gone', () => ({ test_model: 'claude-2' }), ['models']],
    ['a type that speaks otherwise', () => ({ type: 3 }), ['type']],
    ['a type that CLIProxyAPI speaks too', () => ({ type: 14 }), []],
  ])('mends one that somebody made, whatever is wrong: %s', async (_what, wrong, changed) => {
    const right = {
      type: 8,
      key: apiKey,
      base_url: upstream.url,
      models: models.join(),
      test_model: 'claude-opus',
    };
    const id = hub.add({ name: 'mine', ...right, ...wrong(upstream.url) });
    const connectAli = open();

    const report = await connectAli();

    expect(report).toMatchObject({ added: false, changed, channel: { id }, test: { ok: true } });
    expect(hub.channels()).toHaveLength(1);
  });

  it('leaves what else somebody set as it was', async () => {
    hub.add({
      name: 'mine',
      base_url: `${upstream.url}/v1`,
      models: 'gpt-4,claude-2',
      model_mapping: '{"gpt-4":"claude-opus"}',
      group: 'vip,default',
      tag: 'proxies',
      weight: 9,
      priority: 4,
      used_quota: 77,
    });
    hub.set(1, { used_quota: 77 });
    const before = hub.channels()[0];
    const connectAli = open();

    await connectAli();

    expect(hub.channels()).toMatchObject([
      {
        ...before,
        key: apiKey,
        base_url: upstream.url,
        models: 'claude-opus,claude-sonnet,gpt-4',
        ...unknown(),
      },
    ]);
  });

  it('takes of several the one that it would have made, then one that is on', async () => {
    hub.add({ name: 'a', base_url: upstream.url, status: 2 });
    hub.add({ name: 'b', base_url: upstream.url });
    const connectAli = open();
    const first = await connectAli();
    hub.add({ name: 'cliproxy-ali', base_url: upstream.url, status: 2 });

    const second = await connectAli();

    expect([first.channel.name, second.channel.name]).toEqual(['b', 'cliproxy-ali']);
  });

  it('finds one that hides behind the tag of another', async () => {
    hub.add({ name: 'mine', base_url: upstream.url, tag: 'proxies' });
    hub.add({ name: 'openai', base_url: 'https://api.openai.com', tag: 'proxies' });
    const connectAli = open();

    const report = await connectAli();

    expect(report).toMatchObject({ added: false, channel: { name: 'mine' } });
    expect(hub.channels()).toHaveLength(2);
  });

  it('leaves one off that somebody switched off', async () => {
    hub.add({ name: 'mine', base_url: upstream.url, status: 2 });
    const connectAli = open();

    const report = await connectAli();

    expect(report).toMatchObject({ channel: { state: 'off' }, switchedOn: false, test: { ok: true } });
    expect(hub.channels()).toMatchObject([{ status: 2 }]);
  });

  it('switches one on again that One-Hub switched off, once a test went well', async () => {
    hub.add({ name: 'mine', base_url: upstream.url, status: 3 });
    const connectAli = open();
    upstream.refuse(429, { error: { message: 'All credentials are cooling down', code: 'model_cooldown' } });
    const failed = await connectAli();
    upstream.refuse(200);

    const report = await connectAli();

    const reason = 'Provider API error: All credentials are cooling down';
    expect(failed).toMatchObject({
      channel: { state: 'auto-off' },
      switchedOn: false,
      test: { ok: false, reason },
    });
    expect(report).toMatchObject({ channel: { state: 'on' }, switchedOn: true, test: { ok: true } });
    expect(hub.channels()).toMatchObject([{ status: 1, key: apiKey, models: models.join() }]);
  });

  it('says that One-Hub switched it off because of the test', async () => {
    hub.behave({ disables: true });
    upstream.refuse(401, { error: { message: 'account deactivated' } });
    const connectAli = open();

    const report = await connectAli();

    expect(report).toMatchObject({ added: true, channel: { state: 'auto-off' }, test: { ok: false } });
  });

  it('says that it was added, also where the test never ends', async () => {
    const silent: Partial<OneHub> = { test: () => Promise.resolve({ ok: false, switchedOff: false }) };
    const connectAli = open(fakeJobs(), silent);

    const report = await connectAli();

    expect(report).toMatchObject({ added: true, test: { ok: false, model: 'claude-opus' } });
    expect(report.test).not.toHaveProperty('reason');
  });

  it('adds one channel, however many ask for it at the same time', async () => {
    const jobs = fakeJobs();
    hub.behave({ slowMs: 20 });
    const workers = Array.from({ length: 5 }, () => open(jobs));

    const outcomes = await Promise.allSettled(workers.map(connectAli => connectAli()));

    const refused = outcomes.flatMap(each => (each.status === 'rejected' ? [each.reason as unknown] : []));
    expect(hub.channels()).toHaveLength(1);
    expect(refused).toHaveLength(4);
    expect(refused[0]).toMatchObject({ problem: { code: 'onehub-under-way', server: 'ali' } });
  });

  it('adds none where another worker did between two looks', async () => {
    const jobs = fakeJobs();
    const settings = { url: hub.url, token: hub.token };
    const real = createOneHub(settings, directWay(settings));
    let looks = 0;
    const connectAli = open(jobs, {
      channels: () => {
        // Whoever else it was has let go of its claim since.
        if (++looks === 2) hub.add({ name: 'cliproxy-ali', base_url: upstream.url });
        return real.channels();
      },
    });

    const report = await connectAli();

    expect(report).toMatchObject({ added: false, channel: { id: 1 } });
    expect(hub.channels()).toHaveLength(1);
  });
});

/** What One-Hub writes by itself, and what a model to test with came to. */
function unknown(): object {
  const number = expect.any(Number) as unknown;
  return { test_time: number, response_time: number, test_model: 'claude-opus' };
}
