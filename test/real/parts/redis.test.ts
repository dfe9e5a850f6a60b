import { existsSync } from 'node:fs';
import Redis from 'ioredis';
import { isAlive } from './process-tree';
import { startRedis, type RealRedis } from './redis';

jest.setTimeout(60_000);

describe('a real Redis', () => {
  let server: RealRedis;
  let client: Redis;

  beforeEach(async () => {
    server = await startRedis();
    client = new Redis(server.url, { maxRetriesPerRequest: null });
    // It goes down on purpose; the client then says so here and connects again.
    client.on('error', () => {});
  });

  afterEach(async () => {
    if (client.status !== 'end') client.disconnect();
    await server.close();
  });

  it('keeps its data when it crashes', async () => {
    await client.set('kept', 'yes');

    await server.kill();
    await server.start();

    expect(await client.get('kept')).toBe('yes');
  });

  it('keeps its data when it is stopped', async () => {
    await client.set('kept', 'yes');

    await server.stop();
    await server.start();

    expect(await client.get('kept')).toBe('yes');
  });

  it('never throws a key away and writes every change down', async () => {
    const policy = await client.config('GET', 'maxmemory-policy');
    const appendOnly = await client.config('GET', 'appendonly');

    expect([policy, appendOnly]).toEqual([
      ['maxmemory-policy', 'noeviction'],
      ['appendonly', 'yes'],
    ]);
  });

  it('leaves neither a process nor a file behind', async () => {
    const [, directory] = (await client.config('GET', 'dir')) as [string, string];
    const pid = server.pid();
    await client.quit();

    await server.close();

    expect([isAlive(pid), existsSync(directory)]).toEqual([false, false]);
  });
});

describe('a Redis that is not installed', () => {
  it('is named, with the way to get it', async () => {
    const started = startRedis({ searchPath: '/nowhere' });

    await expect(started).rejects.toThrow(
      'redis-server is missing: these tests need it. Get it with: apt-get install redis-server',
    );
  });
});
