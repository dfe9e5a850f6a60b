import { createCliProxies } from '../../src/cliproxy/cliproxies';
import { UserError } from '../../src/errors';
import type { Incident } from '../../src/jobs/incident';
import type { ContainerEvent } from '../../src/server/server';
import { watchServers } from '../../src/watch/watch';
import { eventually } from '../chat/eventually';
import { fakeJobs, type FakeJobs } from '../fakes/jobs';
import { keptLog } from '../fakes/log';
import { loginOf, waiting } from '../fakes/login';
import { credentialPath, fakeServer, type FakeServer } from '../login/fake-server';
import { fakeServers } from '../login/fake-servers';
import { credential } from '../login/scene';
import { causes, quickPace, watching, type Watching } from './watching';

/** The server's clock is an hour behind ours. */
const behindMs = 60 * 60_000;
const serverNow = (): number => Date.now() - behindMs;
const unavailable = () => Promise.reject(new UserError({ code: 'queue-unavailable' }));

describe('a watcher', () => {
  let server: FakeServer;
  let jobs: FakeJobs;
  let watch: Watching;
  let lastMs = 0;

  beforeEach(() => {
    server = fakeServer();
    jobs = fakeJobs();
    server.startedAtMs = serverNow() - 5_000;
    server.answer = () => ({ status: 200, headers: {}, body: '' });
    server.engine = () => Promise.resolve({ version: '27.3.1', nowMs: serverNow() });
  });
  afterEach(() => watch.stop());

  /** Begins to watch, and comes back when everything about the server is known. */
  async function begins(pace: Parameters<typeof watching>[2] = {}): Promise<void> {
    watch = watching(fakeServers(server), jobs, pace);
    await eventually(
      async () => JSON.stringify((await watch.record())?.memory ?? {}),
      text => text.includes('answersSinceMs'),
    );
  }
  /** As Docker tells it: no two events at the same time. */
  function happens(
    action: ContainerEvent['action'],
    more: Partial<ContainerEvent> & { readonly atMs?: number } = {},
  ): void {
    if (action === 'die') server.status = 'exited';
    if (action === 'start') {
      server.status = 'running';
      server.startedAtMs = serverNow();
    }
    lastMs = Math.max(lastMs + 0.01, serverNow());
    server.happens({ action, atMs: lastMs, ...more });
  }
  const comesTo = (...expected: readonly string[]): Promise<unknown> =>
    eventually(
      async () => causes(await watch.record()),
      now => JSON.stringify(now) === JSON.stringify(expected),
    );
  /** The first incident, once it is as it should be. */
  const only = (isSo: (incident: Incident) => boolean = () => true): Promise<Incident> =>
    eventually(
      async () => (await watch.record())?.incidents[0],
      incident => incident !== undefined && isSo(incident),
    ) as Promise<Incident>;

  it('tells of a crash before it has asked anything, and of what explains it after that', async () => {
    await begins();
    const asked: string[] = [];
    const write = jobs.write.bind(jobs);
    jobs.write = (name, key, value) => {
      asked.push(`${name} written with ${JSON.stringify(value).includes('address already in use')}`);
      return write(name, key, value);
    };
    server.log('[2026-11-22 12:00:00] [--------] [error] [run.go:9] address already in use', serverNow());

    happens('die', { exitCode: 0 });

    await only(({ log }) => log.length > 0);
    expect(asked.slice(0, 2)).toEqual(['watch written with false', 'watch written with true']);
    expect((await only()).log).toEqual(['address already in use']);
  });

  it('makes no secret known that a log holds', async () => {
    await begins();
    server.log('failed: invalid key sk-ant-oat01-abcdefghijkl', serverNow());

    happens('die', { exitCode: 1 });

    await only(({ log }) => log.length > 0);
    expect(JSON.stringify([...jobs.records])).not.toContain('abcdefghijkl');
    expect(watch.logged()).not.toContain('abcdefghijkl');
  });

  it('knows a restart of ours by its mark, also when the queue is away for a moment', async () => {
    await begins();
    await jobs.write('restart', 'ali', { container: server.id, startedAtMs: server.startedAtMs, by: 'Ada' });
    const read = jobs.read.bind(jobs);
    let refusals = 2;
    jobs.read = (name, key) => (name === 'restart' && refusals-- > 0 ? unavailable() : read(name, key));

    happens('kill', { signal: 15 });
    happens('die', { exitCode: 0 });
    happens('start');
    happens('restart');

    await comesTo('restarted-by-us, over');
    expect((await only()).trouble).toMatchObject({ by: 'Ada' });
  });

  it('writes nothing more down while nothing happens, and signals nothing', async () => {
    await begins();
    await new Promise(resolve => setTimeout(resolve, 1_200));
    let writes = 0;
    const write = jobs.write.bind(jobs);
    jobs.write = (name, key, value) => {
      writes++;
      return write(name, key, value);
    };

    await new Promise(resolve => setTimeout(resolve, 1_200));

    // The accounts are looked at all the time here, and each look is remembered.
    expect(writes).toBeLessThanOrEqual(2);
    expect(jobs.signals).toEqual([]);
  });

  it('tells what it could not write down as soon as it can', async () => {
    await begins();
    const write = jobs.write.bind(jobs);
    let refusals = 1;
    jobs.write = (name, key, value) => (refusals-- > 0 ? unavailable() : write(name, key, value));

    happens('die', { exitCode: 1 });

    await comesTo('crashed');
    expect(jobs.signals).toContainEqual({ kind: 'incidents', server: 'ali' });
  });

  it('joins what happens while it writes', async () => {
    await begins();
    let writes = 0;
    const write = jobs.write.bind(jobs);
    jobs.write = async (name, key, value) => {
      writes++;
      await new Promise(resolve => setTimeout(resolve, 50));
      return write(name, key, value);
    };

    for (let times = 0; times < 100; times++) {
      happens('die', { exitCode: 0 });
      happens('start');
    }

    await only(({ trouble }) => trouble.kind === 'container' && trouble.ends === 100);
    expect(writes).toBeLessThan(20);
  });

  it('tells of a way that is lost and found, as long as it is lost', async () => {
    await begins({ unreachableAfterMs: 300 });
    server.unreachable = new UserError({ code: 'ssh-refused', server: 'ali', host: 'ali', port: 22 });
    server.loseEvents();
    await comesTo('unreachable');

    server.unreachable = undefined;

    await comesTo('unreachable, over');
    expect((await only()).trouble).toMatchObject({ problem: { code: 'ssh-refused' } });
  });

  it('does not take a way that hangs for a port that is silent', async () => {
    await begins();
    const engine = server.engine.bind(server);
    server.answer = () => undefined;
    server.engine = () => new Promise(() => undefined);
    await new Promise(resolve => setTimeout(resolve, 2 * quickPace.silentAfterMs));
    const whileItHangs = causes(await watch.record());
    await watch.stop();

    server.engine = engine;
    watch = watching(fakeServers(server), jobs);

    await comesTo('not-answering');
    expect(whileItHangs).toEqual([]);
  });

  it('says what happened while it was not listening, with the time it happened', async () => {
    await begins();
    happens('unpause');
    await new Promise(resolve => setTimeout(resolve, 50));
    const events = server.events.bind(server);
    server.events = () => Promise.reject(new UserError({ code: 'connection-lost', server: 'ali' }));
    server.loseEvents();
    const atMs = serverNow();
    happens('die', { exitCode: 7, atMs });
    await new Promise(resolve => setTimeout(resolve, 300));

    server.events = events;

    await comesTo('crashed');
    expect(await only()).toMatchObject({ startedAtMs: atMs, trouble: { exitCode: 7 } });
  });

  it('gives the watch back at once, whatever it waits for', async () => {
    await begins();
    server.container = () => new Promise(() => undefined);
    server.loseEvents();
    await new Promise(resolve => setTimeout(resolve, 100));
    const beganMs = Date.now();

    await watch.stop();

    expect(Date.now() - beganMs).toBeLessThan(500);
    expect(server.followers()).toBe(0);
  });

  it('does nothing more when the watch is not its any more', async () => {
    await begins();
    await watch.stop();
    const before = JSON.stringify(jobs.records.get('watch.ali'));

    happens('die', { exitCode: 1 });
    await new Promise(resolve => setTimeout(resolve, 400));

    expect(JSON.stringify(jobs.records.get('watch.ali'))).toBe(before);
  });

  it('goes on with what another wrote down, and does not tell it twice', async () => {
    await begins();
    happens('die', { exitCode: 1 });
    await comesTo('crashed');
    await watch.stop();
    const told = (await only()).revision;

    watch = watching(fakeServers(server), jobs);
    await new Promise(resolve => setTimeout(resolve, 600));

    expect(await watch.record()).toMatchObject({ incidents: [{ revision: told }] });
  });

  it('ends quietly what was open in a memory that it does not understand', async () => {
    await begins();
    happens('die', { exitCode: 1 });
    await comesTo('crashed');
    await watch.stop();
    happens('start');
    const record = await jobs.read('watch', 'ali');
    if (record === undefined) throw new Error('nothing was written down');
    await jobs.write('watch', 'ali', { ...record, memory: { of: 'another version' } });

    await begins();

    await comesTo('crashed, over');
    expect((await only()).endIsNews).toBe(false);
  });

  it('counts every incident once', async () => {
    const counted: string[] = [];
    const metrics = { incident: (kind: string) => void counted.push(kind) };
    watch = watching(fakeServers(), jobs);
    const stop = watchServers(
      createCliProxies(fakeServers(server), jobs),
      jobs,
      keptLog().log,
      quickPace,
      metrics,
    );
    await eventually(
      () => server.followers(),
      count => count === 1,
    );

    happens('die', { exitCode: 1 });
    happens('start');
    await comesTo('crashed, over');
    await stop();

    expect(counted).toEqual(['crashed']);
  });

  describe('of accounts', () => {
    const counts = (count: number) => `full client load complete - ${count} clients (${count} auth files)`;

    it('remembers how many clients there were, and when the container started', async () => {
      server.log(counts(2), serverNow());
      await begins();

      const record = await eventually(
        () => watch.record(),
        read => read?.history.clients.length === 1,
      );

      expect(record?.history).toMatchObject({
        clients: [{ clients: 0 }],
        startsAtMs: [server.startedAtMs],
      });
    });

    it('says which credential appeared that no login of ours made', async () => {
      await begins();
      await eventually(
        async () => JSON.stringify((await watch.record())?.memory),
        text => text.includes('"accounts"'),
      );

      server.put(credentialPath, credential('somebody'));

      await comesTo('appeared, over');
    });

    it('says nothing of what a login of ours makes, while it runs and after', async () => {
      const login = loginOf({ state: waiting });
      jobs.logins.push(login);
      await begins();
      await eventually(
        async () => JSON.stringify((await watch.record())?.memory),
        text => text.includes('"accounts"'),
      );

      server.put(credentialPath, credential('ours'));
      await new Promise(resolve => setTimeout(resolve, 500));
      await jobs.write('saved', 'ali', { files: { 'claude-ada@example.com.json': Date.now() } });
      await jobs.setState(login.id, { kind: 'failed', problem: { code: 'interrupted' } });
      await new Promise(resolve => setTimeout(resolve, 800));

      expect(causes(await watch.record())).toEqual([]);
    });
  });
});
