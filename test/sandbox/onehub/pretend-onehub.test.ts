import { startOneHub, type PretendOneHub } from '../../../sandbox/onehub/pretend-onehub';

interface Said {
  readonly status: number;
  readonly type: string;
  readonly body: { readonly success?: boolean; readonly message?: string; readonly data?: unknown };
}

/** What the real one does (MartialBE/one-hub), and whoever reads its answers must not be surprised by. */
describe('the pretend One-Hub', () => {
  let hub: PretendOneHub;

  beforeAll(async () => {
    hub = await startOneHub();
  });

  beforeEach(() => hub.reset());

  afterAll(() => hub.close());

  async function ask(path: string, method = 'GET', body?: object, token = hub.token): Promise<Said> {
    const answer = await fetch(`${hub.url}${path}`, {
      method,
      headers: token === '' ? {} : { authorization: token },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const type = answer.headers.get('content-type') ?? '';
    return {
      status: answer.status,
      type,
      body: type.includes('json') ? (JSON.parse(text) as Said['body']) : {},
    };
  }

  it.each([
    ['no token', '', 401, '无权进行此操作，未登录且未提供 access token'],
    ['a wrong one', 'wrong', 200, '无权进行此操作，access token 无效'],
    ['that of no administrator', 'pretend-onehub-member', 200, '无权进行此操作，权限不足'],
  ])('refuses %s', async (_what, token, status, message) => {
    const said = await ask('/api/channel/', 'GET', undefined, token);

    expect(said).toMatchObject({ status, body: { success: false, message } });
  });

  it('takes a token with and without Bearer', async () => {
    const said = await ask('/api/channel/', 'GET', undefined, `Bearer ${hub.token}`);

    expect(said.body.success).toBe(true);
  });

  it('adds a channel without saying which, and fills in what was left out', async () => {
    const said = await ask('/api/channel/', 'POST', {
      type: 8,
      name: 'a',
      key: 'k',
      base_url: 'http://a',
      models: 'm',
    });

    expect(said.body).toEqual({ success: true, message: '' });
    expect(hub.channels()).toMatchObject([{ id: 1, status: 1, group: 'default', weight: 1, pre_cost: 1 }]);
  });

  it('adds a channel for each key', async () => {
    await ask('/api/channel/', 'POST', { name: 'a', key: 'one\ntwo\n', base_url: 'http://a\nhttp://b' });

    expect(hub.channels().map(({ name, key, base_url }) => [name, key, base_url])).toEqual([
      ['a', 'one', 'http://a'],
      ['a_2', 'two', 'http://b'],
    ]);
  });

  it('lists without keys, ten at a time, the newest first, and of a tag one', async () => {
    for (let number = 1; number <= 11; number++) hub.add({ name: `${number}`, key: 'secret' });
    hub.add({ name: 'tagged', tag: 'x' });
    hub.add({ name: 'tagged too', tag: 'x' });

    const { data } = (await ask('/api/channel/')).body;

    const page = data as {
      readonly data: readonly { name: string; key: string }[];
      readonly total_count: number;
    };
    expect(page.total_count).toBe(12);
    expect(page.data.map(({ name }) => name)).toEqual([
      'tagged too',
      '11',
      '10',
      '9',
      '8',
      '7',
      '6',
      '5',
      '4',
      '3',
    ]);
    expect(page.data.every(({ key }) => key === '')).toBe(true);
  });

  it('finds names in the middle of others', async () => {
    hub.add({ name: 'cliproxy-ali-2' });

    const { data } = (await ask('/api/channel/?name=PROXY-ali')).body;

    expect(data).toMatchObject({ total_count: 1 });
  });

  it.each([
    '/api/channel/?size=101',
    '/api/channel/?order=key',
    '/api/channel/7',
    '/api/channel/test/7?model=m',
  ])('says no with status 200: %s', async path => {
    const said = await ask(path);

    expect(said).toMatchObject({ status: 200, body: { success: false } });
    expect(said.body.message).not.toBe('');
  });

  it.each([
    [
      'overwrites every column where models are given',
      { id: 1, models: 'n' },
      { name: '', key: '', models: 'n' },
    ],
    [
      'writes what has a value where none are',
      { id: 1, status: 2, name: '' },
      { name: 'a', key: 'k', status: 2, models: 'm' },
    ],
  ])('%s, and never what was used', async (_what, body, expected) => {
    hub.add({ name: 'a', key: 'k', models: 'm' });
    hub.set(1, { used_quota: 5 });

    await ask('/api/channel/', 'PUT', { ...body, used_quota: 9 });

    expect(hub.channels()).toMatchObject([{ ...expected, used_quota: 5 }]);
  });

  it('succeeds in updating a channel that is not there', async () => {
    const said = await ask('/api/channel/', 'PUT', { id: 9, models: 'm' });

    expect(said.body.success).toBe(true);
    expect(hub.channels()).toEqual([]);
  });

  it('wants a model to test with', async () => {
    hub.add({ base_url: 'http://127.0.0.1:1' });

    const said = await ask('/api/channel/test/1');

    expect(said.body).toMatchObject({
      success: false,
      message: '测速失败，原因：请填写测速模型后再试',
      time: 0,
    });
  });

  it('shows its page for every address that is none of its API', async () => {
    const said = await ask('/panel/api/channel/');

    expect(said).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
  });

  it('takes 300 requests in three minutes', async () => {
    hub.behave({ requests: 2 });

    const statuses = [];
    for (let number = 0; number < 3; number++) statuses.push((await ask('/api/channel/')).status);

    expect(statuses).toEqual([200, 200, 429]);
  });
});
