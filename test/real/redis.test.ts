import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { Redis } from 'ioredis';

import { problemOf } from '../../src/errors';
import type { Signal } from '../../src/jobs/contracts';
import type { Login } from '../../src/jobs/login';
import type { Jobs } from '../../src/jobs/jobs';
import { openRedisJobs } from '../../src/jobs/redis';
import { describeJobs } from '../jobs/jobs.contract';
import { idleTasks } from '../jobs/idle-tasks';
import { rememberingLog, SHORT } from '../jobs/jobs-world';
import type { JobsWorld } from '../jobs/jobs-world';
import { doneState, idsOf, someLogin } from '../jobs/logins';
import { gate, until } from '../jobs/until';
import { startDoomedWorker } from '../jobs/worker-process';
import { startRedis } from './parts/redis';
import type { RealRedis } from './parts/redis';
import { contentsOf } from './redis-contents';

async function startOnRedis(): Promise<JobsWorld> {
  const server = await startRedis();
  const { log, text } = rememberingLog();
  const jobs = await openRedisJobs({ url: server.url, log, timing: SHORT });
  let open = true;
  const closeJobs = async (): Promise<void> => {
    if (open) await jobs.close();
    open = false;
  };
  return {
    jobs,
    logged: text,
    async contents() {
      await closeJobs();
      const redis = new Redis(server.url);
      return contentsOf(redis).finally(() => redis.disconnect());
    },
    async close() {
      await closeJobs();
      await server.close();
    },
  };
}

describeJobs('Redis', startOnRedis);

describe('the queue on Redis', () => {
  let server: RealRedis;
  let opened: Jobs[];
  beforeEach(async () => {
    server = await startRedis();
    opened = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map(jobs => jobs.close()));
    await server.close();
  });

  const open = async (log = rememberingLog().log): Promise<Jobs> => {
    const jobs = await openRedisJobs({ url: server.url, log, timing: SHORT });
    opened.push(jobs);
    return jobs;
  };

  describe('with several processes', () => {
    it('runs one login at a time on a server, however many workers there are', async () => {
      const [bot, one, two] = [await open(), await open(), await open()];
      const logins = Array.from({ length: 20 }, () => someLogin('ali'));
      const began: string[] = [];
      let atOnce = 0;
      let most = 0;
      const work = (jobs: Jobs) =>
        jobs.workLogins('ali', async login => {
          most = Math.max(most, ++atOnce);
          began.push(login.id);
          await jobs.setState(login.id, { kind: 'connecting' });
          await jobs.setState(login.id, doneState);
          atOnce--;
        });

      const stops = [work(one), work(two)];
      for (const login of logins) await bot.addLogin(login);
      await until('all have run', () => began.length === logins.length);
      await Promise.all(stops.map(stop => stop()));

      expect(began).toEqual(idsOf(logins));
      expect(most).toBe(1);
    });

    it('gives the same login to one who asks two bots at once', async () => {
      const bots = [await open(), await open()];
      const asked = Array.from({ length: 20 }, (_, round) =>
        bots.map(bot => bot.addLogin(someLogin('ali', round))),
      );

      const rounds = await Promise.all(asked.map(answers => Promise.all(answers)));

      for (const answers of rounds) {
        expect(new Set(answers.map(({ login }) => login.id)).size).toBe(1);
        expect(answers.filter(({ added }) => added)).toHaveLength(1);
      }
    });

    it('runs servers side by side', async () => {
      const [bot, worker] = [await open(), await open()];
      const held = gate();
      const running = new Set<string>();
      const stops = ['a', 'b', 'c'].map(name =>
        worker.workLogins(name, async login => {
          running.add(login.server);
          await held.passed;
        }),
      );

      for (const name of ['a', 'b', 'c']) await bot.addLogin(someLogin(name));
      await until('all three run', () => running.size === 3);
      held.open();
      await Promise.all(stops.map(stop => stop()));

      expect([...running].sort()).toEqual(['a', 'b', 'c']);
    });

    it('answers a task from another process, and hears signals from it', async () => {
      const [bot, worker] = [await open(), await open()];
      const heard: Signal[] = [];
      const stops = [
        worker.workTasks({
          ...idleTasks,
          cancel: async ({ login, by }) => {
            await worker.signal({ kind: 'cancel', login, by });
            return null;
          },
        }),
        bot.onSignal(signal => heard.push(signal)),
      ];

      await bot.run('cancel', { login: 'ali.7', by: 'discord:1' }, 5_000);
      await until('it was heard', () => heard.length === 1);
      await Promise.all(stops.map(stop => stop()));

      expect(heard).toEqual([{ kind: 'cancel', login: 'ali.7', by: 'discord:1' }]);
    });

    it('brings the login of a killed worker to another one, as interrupted', async () => {
      const jobs = await open();
      const [taken, waiting] = [someLogin('ali'), someLogin('ali')];
      const doomed = await startDoomedWorker('redis', server.url, 'ali');
      await jobs.addLogin(taken);
      await jobs.addLogin(waiting);
      await until('it took the login', () => doomed.said().includes(taken.id));

      await doomed.kill();
      const ran: [string, boolean][] = [];
      const stop = jobs.workLogins('ali', async (login, interrupted) => {
        ran.push([login.id, interrupted]);
        await jobs.setState(login.id, doneState);
      });
      await until('both have run', () => ran.length === 2);
      await stop();

      expect(ran).toEqual([
        [taken.id, true],
        [waiting.id, false],
      ]);
    });

    it('brings all logins that a killed worker had at once to another one, each as interrupted', async () => {
      const jobs = await open();
      const logins = [1, 2, 3].map(() => someLogin('ali'));
      const doomed = await startDoomedWorker('redis', server.url, 'ali', SHORT, 3);
      for (const login of logins) await jobs.addLogin(login);
      await until('it took all', () => logins.every(({ id }) => doomed.said().includes(id)));

      await doomed.kill();
      const ran: [string, boolean][] = [];
      const end = async (login: Login, interrupted: boolean): Promise<void> => {
        ran.push([login.id, interrupted]);
        await jobs.setState(login.id, doneState);
      };
      const stop = jobs.workLogins('ali', end, 3);
      await until('all have run', () => ran.length === 3);
      await stop();

      expect(ran.sort()).toEqual(logins.map(({ id }) => [id, true]));
    });

    it('says of a task whose worker was killed that it may be done, and does it no second time', async () => {
      const jobs = await open();
      const doomed = await startDoomedWorker('redis', server.url, 'ali');
      const answer = jobs.run('restart', { server: 'ali', by: 'Ada' }, 10_000);
      answer.catch(() => undefined);
      await until('it took the task', () => doomed.said().includes('restarts ali'));

      await doomed.kill();
      const again: string[] = [];
      const stop = jobs.workTasks({
        ...idleTasks,
        restart: ({ server }) => {
          again.push(server);
          return Promise.resolve({ container: 'cliproxy', downMs: 900 });
        },
      });

      await expect(answer).rejects.toMatchObject({ problem: { code: 'worker-silent' } });
      await stop();
      expect(again).toEqual([]);
    });

    it('gives a login up that kills its worker a second time, and has that told', async () => {
      const jobs = await open();
      const login = someLogin('ali');
      await jobs.addLogin(login);
      for (const kill of [1, 2]) {
        const doomed = await startDoomedWorker('redis', server.url, 'ali');
        await until(`it took the login (${kill})`, () => doomed.said().includes(login.id));
        await doomed.kill();
      }

      const ran: string[] = [];
      const told: string[] = [];
      const stops = [
        jobs.workLogins('ali', one => Promise.resolve(void ran.push(one.id))),
        jobs.workOutbox('discord', one => Promise.resolve(void told.push(one.kind))),
      ];
      await until('the end was told', () => told.length > 0);
      await Promise.all(stops.map(stop => stop()));

      expect(ran).toEqual([]);
      expect((await jobs.login(login.id))?.state).toEqual({
        kind: 'failed',
        problem: { code: 'interrupted' },
      });
    }, 60_000);
  });

  describe('when Redis goes away', () => {
    it('tells whoever asks within a second', async () => {
      const jobs = await open();
      await jobs.addLogin(someLogin('ali'));
      await server.stop();

      const asked: readonly [string, () => Promise<unknown>][] = [
        ['addLogin', () => jobs.addLogin(someLogin('ali'))],
        ['addLogin, on a server not asked for before', () => jobs.addLogin(someLogin('new'))],
        ['line', () => jobs.line('ali')],
        ['login', () => jobs.login('ali.1')],
        ['setShownAt', () => jobs.setShownAt('ali.1', { address: 'discord:a', id: '1' })],
        ['run', () => jobs.run('accounts', { server: 'ali' }, 5_000)],
      ];
      for (const [what, ask] of asked) {
        const began = performance.now();
        const problem: unknown = await ask().catch((error: unknown) => error);
        const took = performance.now() - began;

        expect({ what, problem }).toMatchObject({
          what,
          problem: { problem: { code: 'queue-unavailable' } },
        });
        expect(took).toBeLessThan(1_000);
      }
      expect(await jobs.healthy()).toBe(false);
    }, 30_000);

    it('does not do later what it said could not be done', async () => {
      const jobs = await open();
      await server.stop();
      await expect(jobs.addLogin(someLogin('ali'))).rejects.toThrow('queue-unavailable');

      await server.start();
      await until('it is healthy', () => jobs.healthy());

      expect(await jobs.line('ali')).toEqual([]);
    });

    it('does not say that nothing was begun of a task that is under way', async () => {
      const jobs = await open();
      const ready = gate();
      let taken = false;
      const stop = jobs.workTasks({
        ...idleTasks,
        restart: async () => {
          taken = true;
          await ready.passed;
          return { container: 'cliproxy', downMs: 900 };
        },
      });
      const answer = jobs.run('restart', { server: 'ali', by: 'Ada' }, 800).then(
        () => 'done',
        (error: unknown) => problemOf(error)?.code,
      );
      await until('it was taken', () => taken);

      await server.stop();
      await sleep(1_200);
      await server.start();
      ready.open();

      // The lock can have run out meanwhile.
      expect(['done', 'worker-silent']).toContain(await answer);
      await stop();
    }, 60_000);

    it('goes on when Redis is back: logins, tasks, tellings and signals, nothing lost', async () => {
      const { log, text } = rememberingLog();
      const jobs = await open(log);
      const [waiting, later] = [someLogin('ali'), someLogin('ali')];
      await jobs.addLogin(waiting);
      await jobs.setState(waiting.id, { kind: 'queued' });
      const ran: string[] = [];
      const heard: string[] = [];
      const delivered: string[] = [];
      const stops = [
        jobs.workTasks(idleTasks),
        jobs.onSignal(signal => signal.kind === 'delivered' && heard.push(signal.login)),
        jobs.workOutbox('discord', one => Promise.resolve(void delivered.push(one.kind))),
      ];
      await jobs.run('cancel', { login: 'ali.1', by: 'x' }, 5_000);
      await jobs.signal({ kind: 'delivered', login: 'ali.before' });
      await until('signals are heard', () => heard.length === 1);

      await server.kill();
      const duringOutage = [
        jobs.setState(waiting.id, { kind: 'connecting' }),
        jobs.signal({ kind: 'delivered', login: 'ali.during' }),
        jobs.tell('discord', { kind: 'status', login: waiting.id }),
      ];
      await server.start();
      await Promise.all(duringOutage);
      stops.push(
        jobs.workLogins('ali', async login => {
          ran.push(login.id);
          await jobs.setState(login.id, doneState);
        }),
      );
      await jobs.addLogin(later);
      await until('both logins have run', () => ran.length === 2);
      await until('the signal was heard', () => heard.includes('ali.during'));
      await until('the status was delivered', () => delivered.length > 0);
      const answer = await jobs.run('cancel', { login: 'ali.1', by: 'x' }, 10_000);
      await Promise.all(stops.map(stop => stop()));

      expect(answer).toBeNull();
      expect(ran).toEqual(idsOf([waiting, later]));
      expect(text()).toMatch(/The connection to Redis at .* was lost|cannot be reached/);
      expect(text()).toContain('Redis is back');
    }, 60_000);

    it('lets a login that runs go on, and does not start it twice', async () => {
      const jobs = await open();
      const login = someLogin('ali');
      const held = gate();
      let began = 0;
      const stop = jobs.workLogins('ali', async ({ id }) => {
        began += 1;
        await held.passed;
        await jobs.setState(id, doneState);
      });
      await jobs.addLogin(login);
      await until('it runs', () => began === 1);

      await server.kill();
      const killed = performance.now();
      await until('its lock has run out', () => performance.now() - killed > SHORT.lockMs + SHORT.stalledMs);
      await server.start();
      // The job is taken for a dead worker's, and comes again to this one.
      const redis = new Redis(server.url);
      await until(
        'it came again',
        async () => Number(await redis.hget(`chatops:login-ali:${login.id}`, 'stc')) > 0,
      );
      redis.disconnect();
      held.open();
      await until('it is over', async () => (await jobs.login(login.id))?.state.kind === 'done');
      await stop();

      expect(began).toBe(1);
    }, 60_000);

    it('stops and closes within a few seconds', async () => {
      const jobs = await open();
      const stops = [
        jobs.workLogins('ali', () => Promise.resolve()),
        jobs.workOutbox('discord', () => Promise.resolve()),
        jobs.onSignal(() => undefined),
      ];
      await jobs.run('cancel', { login: 'ali.1', by: 'x' }, 50).catch(() => undefined);
      await server.kill();

      const began = performance.now();
      await Promise.all(stops.map(stop => stop()));
      await jobs.close();
      const took = performance.now() - began;

      expect(took).toBeLessThan(5_000);
    });
  });

  it('leaves no connection behind when it closes, and is quick about it', async () => {
    const redis = new Redis(server.url);
    const jobs = await open();
    const stops = ['a', 'b', 'c'].map(name => jobs.workLogins(name, () => Promise.resolve()));
    stops.push(jobs.onSignal(() => undefined));
    await jobs.signal({ kind: 'delivered', login: 'a.1' });
    await jobs.run('cancel', { login: 'ali.1', by: 'x' }, 50).catch(() => undefined);

    const began = performance.now();
    await Promise.all(stops.map(stop => stop()));
    await jobs.close();
    const took = performance.now() - began;

    await until('only ours is left', async () => (await clients(redis)) === 1);
    redis.disconnect();
    expect(took).toBeLessThan(2_000);
  });

  it('warns of a Redis that evicts', async () => {
    const redis = new Redis(server.url);
    await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');
    redis.disconnect();
    const { log, text } = rememberingLog();

    await open(log);

    expect(text()).toContain('set maxmemory-policy to noeviction');
  });

  it('keeps installations with different prefixes apart', async () => {
    const { log } = rememberingLog();
    const mine = await open();
    const other = await openRedisJobs({ url: server.url, log, prefix: 'other' });
    opened.push(other);

    await mine.addLogin(someLogin('ali'));

    expect(await mine.line('ali')).toHaveLength(1);
    expect(await other.line('ali')).toHaveLength(0);
  });

  describe('says what is wrong at the start', () => {
    const attempt = async (url: string): Promise<string> => {
      const { log, text } = rememberingLog();
      const began = performance.now();
      const error: unknown = await openRedisJobs({ url, log }).catch((thrown: unknown) => thrown);
      expect(performance.now() - began).toBeLessThan(6_500);
      expect(text()).not.toContain('hunter2');
      return error instanceof Error ? `${error.message} ${error.stack ?? ''}` : 'it opened';
    };

    it('of a password that is wrong or missing', async () => {
      const redis = new Redis(server.url);
      await redis.config('SET', 'requirepass', 'right');
      redis.disconnect();
      const missing = await attempt(server.url);
      const wrong = await attempt(server.url.replace('redis://', 'redis://:hunter2@'));
      const right = await openRedisJobs({
        url: server.url.replace('redis://', 'redis://:right@'),
        log: rememberingLog().log,
      });
      opened.push(right);

      expect(missing).toContain('wants a password: write REDIS_URL as redis://:password@');
      expect(wrong).toContain('refuses the user or the password in REDIS_URL');
      expect(missing + wrong).not.toContain('hunter2');
      expect(await right.healthy()).toBe(true);
    }, 30_000);

    it('of a Redis that is not there, or is no Redis', async () => {
      const http = createServer((_, response) => response.end('hello'));
      await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
      const { port } = http.address() as AddressInfo;

      const noRedis = await attempt(`redis://127.0.0.1:${port}`);
      http.close();
      http.closeAllConnections();
      const absent = await attempt(`redis://127.0.0.1:${port}`);

      expect(noRedis).toContain('is not Redis, or wants TLS');
      expect(absent).toContain(`Redis at 127.0.0.1:${port} cannot be reached (ECONNREFUSED): is it running?`);
    }, 30_000);
  });
});

async function clients(redis: Redis): Promise<number> {
  const list = String(await redis.client('LIST'));
  return list.trim().split('\n').length;
}
