import { pino } from 'pino';
import type { Incident } from '../../src/jobs/incident';
import { createServers, type Servers } from '../../src/server/servers';
import { fakeJobs, type FakeJobs } from '../fakes/jobs';
import { eventually } from '../journey/house';
import { openSandboxWorld } from '../journey/sandbox-world';
import type { World } from '../journey/world';
import { causes, watching, type Watching } from './watching';

jest.setTimeout(60_000);

/** A pretend server behind a real SSH connection, and a watcher that follows it. */
describe('a server that is watched', () => {
  let world: World;
  let servers: Servers;
  let jobs: FakeJobs;
  let watch: Watching;

  beforeAll(async () => {
    world = await openSandboxWorld();
  });
  beforeEach(async () => {
    await world.reset();
    servers = createServers(world.config.servers, world.config.ssh, pino({ level: 'silent' }));
    jobs = fakeJobs();
    // A start takes long on a busy machine.
    watch = watching(servers, jobs, { silentAfterMs: 15_000 });
    await eventually('a port that answers', async () => answersIn(await watch.record()));
  });
  afterEach(async () => {
    await watch.stop();
    await servers.close();
  });
  afterAll(() => world.close());

  const comesTo = (...expected: readonly string[]): Promise<readonly string[]> =>
    eventually(
      expected.join(' and '),
      async () => {
        const now = causes(await watch.record());
        return JSON.stringify(now) === JSON.stringify(expected) ? now : undefined;
      },
      () => JSON.stringify(jobs.records.get('watch.ali')),
    );
  const only = async (): Promise<Incident> => {
    const [incident] = (await watch.record())?.incidents ?? [];
    if (incident === undefined) throw new Error('no incident');
    return incident;
  };
  const trouble = async () => (await only()).trouble;

  it('says nothing while nothing happens', async () => {
    await new Promise(resolve => setTimeout(resolve, 500));

    expect(causes(await watch.record())).toEqual([]);
    expect(watch.logged()).not.toContain('failed');
  });

  it('is told of a crash once, with its exit code, and that it is well again', async () => {
    await world.crash(3);

    await comesTo('crashed, over');
    expect(await trouble()).toMatchObject({ exitCode: 3, ends: 1 });
    expect(new Set(watch.told.map(({ id }) => id)).size).toBe(1);
  });

  it('is told of a loop with exit code 0 as one, with a count and the lines that explain it', async () => {
    await world.loop(0);
    await comesTo('loops');
    await world.heal();

    await comesTo('loops, over');
    expect(await trouble()).toMatchObject({ exitCode: 0 });
    expect((await only()).endIsNews).toBe(true);
  });

  it('is told of want of memory', async () => {
    await world.oom();

    await comesTo('out-of-memory, over');
  });

  it('is told of a kill, and that it stays down', async () => {
    await world.kill();
    await comesTo('stopped');

    await world.startContainer();

    await comesTo('restarted, over');
  });

  it('is told of a new version as one thing', async () => {
    await world.recreate({ tag: 'v7.2.141' });

    await comesTo('recreated, over');
    expect(await trouble()).toMatchObject({ image: { after: 'eceasy/cli-proxy-api:v7.2.141' } });
  });

  it('is told of an image that was pulled under the same name', async () => {
    await world.recreate({ pulled: true });

    await comesTo('recreated, over');
    expect(await trouble()).toHaveProperty('image');
  });

  it('is told of a person who restarts', async () => {
    await world.restartContainer();

    await comesTo('restarted, over');
    expect((await only()).endIsNews).toBe(false);
  });

  it('is told of a pause', async () => {
    await world.pause();
    await comesTo('paused');
    await world.unpause();

    await comesTo('paused, over');
  });

  it('is told of Docker that was restarted', async () => {
    await world.restartEngine();

    await comesTo('docker-restarted, over');
  });

  it('is told of a way that is cut for long, and what happened meanwhile', async () => {
    await world.refuseConnections(true);
    await comesTo('unreachable');
    await world.crash(1);
    await world.serves();
    await world.refuseConnections(false);

    await comesTo('unreachable, over', 'crashed, over');
    expect(watch.told.filter(({ trouble: { kind } }) => kind === 'container')).not.toHaveLength(0);
  });

  it('is not told of a way that is cut for a moment', async () => {
    await world.dropConnections();
    await new Promise(resolve => setTimeout(resolve, 1_500));

    expect(causes(await watch.record())).toEqual([]);
  });

  it('goes to another watcher with what happened in between', async () => {
    await watch.stop();
    await world.crash(2);
    await world.serves();

    // A start takes long on a busy machine.
    watch = watching(servers, jobs, { silentAfterMs: 15_000 });

    await comesTo('crashed, over');
    expect(await trouble()).toMatchObject({ exitCode: 2 });
  });

  it('is watched on by another without a word when nothing happened', async () => {
    await watch.stop();

    // A start takes long on a busy machine.
    watch = watching(servers, jobs, { silentAfterMs: 15_000 });
    await new Promise(resolve => setTimeout(resolve, 1_500));

    expect(causes(await watch.record())).toEqual([]);
  });
});

function answersIn(record: { readonly memory: unknown } | undefined): true | undefined {
  const text = JSON.stringify(record?.memory ?? {});
  return text.includes('answersSinceMs') ? true : undefined;
}
