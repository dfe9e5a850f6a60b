import { createManagement, type Management } from '../../src/cliproxy/management';
import { UserError } from '../../src/errors';
import { PortUnreachable, type HttpAnswer } from '../../src/server/server';
import { fakeJobs } from '../fakes/jobs';
import { fakeServer, type FakeServer } from '../login/fake-server';
import { fakeServers } from '../login/fake-servers';

const key = 'a-management-key';

interface Scene {
  readonly server: FakeServer;
  readonly jobs: ReturnType<typeof fakeJobs>;
  readonly management: Management;
  readonly ask: (management?: Management) => ReturnType<Management['accounts']>;
  readonly create: (managementKey?: string) => Management;
  /** What passes from now on, in milliseconds. */
  readonly pass: (ms: number) => void;
}

function open(answer: FakeServer['answer'] = () => json(200, { files: [] })): Scene {
  const server = fakeServer();
  const jobs = fakeJobs();
  const { settings } = fakeServers(server).known(server.name);
  let now = 1_000_000;
  server.answer = answer;
  const create = (managementKey = key) =>
    createManagement(server, { ...settings, managementKey }, jobs, () => now);
  const management = create();
  return {
    server,
    jobs,
    management,
    create,
    ask: async (asked = management) => asked.accounts(await server.container()),
    pass: ms => void (now += ms),
  };
}

function json(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { status, headers, body: JSON.stringify(body) };
}

describe('the Management API', () => {
  it('is asked with the key, on the API port', async () => {
    const asked: unknown[] = [];
    const { ask } = open((_host, path, { port, headers }) => {
      asked.push({ path, port, authorization: headers?.['authorization'] });
      return json(200, { files: [] }, { 'x-cpa-version': 'v7.2.140' });
    });

    const managed = await ask();

    expect(asked).toEqual([
      { path: '/v0/management/auth-files', port: 8317, authorization: `Bearer ${key}` },
    ]);
    expect(managed).toEqual({ state: 'answered', answer: [], version: 'v7.2.140' });
  });

  it('is not asked without a key', async () => {
    const { server, jobs } = open();
    const { settings } = fakeServers(server).known(server.name);

    const managed = await createManagement(server, settings, jobs).accounts(await server.container());

    expect(managed).toEqual({ state: 'no-key' });
    expect(server.requested).toEqual([]);
  });

  it('is never asked again with a key that was refused, not by another worker either', async () => {
    const { ask, create, server } = open(() => json(401, { error: 'invalid management key' }));

    const first = await ask();
    const again = await ask();
    const elsewhere = await ask(create());

    expect([first, again, elsewhere].map(({ state }) => state)).toEqual(['refused', 'refused', 'refused']);
    expect(server.requested).toHaveLength(1);
  });

  it('is refused fewer times than ban when the key is changed while many ask', async () => {
    let isChanged = false;
    const { ask, server } = open(() =>
      isChanged ? json(401, { error: 'invalid management key' }) : json(200, { files: [] }),
    );
    await ask();
    isChanged = true;

    const states = await Promise.all(Array.from({ length: 12 }, async () => (await ask()).state));

    expect(new Set(states)).toEqual(new Set(['refused']));
    expect(server.requested.length - 1).toBeLessThan(5);
  });

  it('is refused once when two ask at the same time', async () => {
    const { ask, server } = open(() => json(401, { error: 'invalid management key' }));

    await Promise.all([ask(), ask(), ask()]);

    expect(server.requested).toHaveLength(1);
  });

  it('is asked again with a key that was changed', async () => {
    const { ask, create, server } = open(() => json(401, { error: 'invalid management key' }));
    await ask();
    server.answer = () => json(200, { files: [] });

    const managed = await ask(create('another-key'));

    expect(managed.state).toBe('answered');
  });

  it('leaves nothing behind that holds the key', async () => {
    const { ask, jobs } = open(() => json(401, { error: 'invalid management key' }));

    await ask();

    expect(jobs.records.size).toBe(1);
    expect(JSON.stringify([...jobs.records])).not.toContain(key);
  });

  it('is left alone while nobody can say whether the key was refused', async () => {
    const { ask, jobs, server } = open();
    jobs.read = () => Promise.reject(new UserError({ code: 'queue-unavailable' }));

    const managed = await ask();

    expect(managed.state).toBe('unavailable');
    expect(server.requested).toEqual([]);
  });

  it('is left alone until a ban is over', async () => {
    const { ask, pass, server } = open(() =>
      json(403, { error: 'IP banned due to too many failed attempts. Try again in 29m59s' }),
    );
    await ask();
    server.answer = () => json(200, { files: [] });
    pass(29 * 60_000);

    const during = await ask();
    pass(60_000);
    const after = await ask();

    expect([during.state, after.state]).toEqual(['refused', 'answered']);
  });

  it.each([
    [403, { error: 'remote management disabled' }, 'forbidden'],
    [403, { error: 'remote management key not set' }, 'not-found'],
    [404, '404 page not found', 'not-found'],
    [500, 'oops', 'unavailable'],
    [200, 'not what was asked for', 'unavailable'],
  ])('that answers %i %j is said to be so', async (status, body, state) => {
    const { ask } = open(() => json(status, body));

    expect((await ask()).state).toBe(state);
  });

  it('is tried by the other address where it lets only itself in, and nothing else is', async () => {
    const { ask, server } = open(host =>
      host === '127.0.0.1' ? json(403, { error: 'remote management disabled' }) : json(200, { files: [] }),
    );
    server.endpoints = [
      { host: '127.0.0.1', port: 1 },
      { host: '172.17.0.2', port: 1 },
    ];

    expect((await ask()).state).toBe('answered');
  });

  it('is asked by the other address where nothing listens on the first', async () => {
    const { ask, server } = open(host => {
      if (host === '127.0.0.1') throw new PortUnreachable(host);
      return json(401, { error: 'invalid management key' });
    });
    server.endpoints = ['127.0.0.1', '172.17.0.2', '172.18.0.2'].map(host => ({ host, port: 1 }));

    const managed = await ask();

    expect(managed.state).toBe('refused');
    expect(server.requested).toHaveLength(2);
  });

  it('that nothing answers for is not there', async () => {
    const { ask } = open(() => undefined);

    expect((await ask()).state).toBe('unavailable');
  });
});
