import { setTimeout as sleep } from 'node:timers/promises';

import { Redis } from 'ioredis';

import type { Jobs } from '../../src/jobs/jobs';
import { openRedisJobs } from '../../src/jobs/redis';
import { TIMING } from '../../src/jobs/store';
import type { Timing } from '../../src/jobs/store';
import { rememberingLog, SHORT } from '../jobs/jobs-world';
import { until } from '../jobs/until';
import { startDoomedWorker } from '../jobs/worker-process';
import { startRedis } from './parts/redis';
import type { RealRedis } from './parts/redis';

/** A lock that outlives a restart of Redis. */
const PATIENT: Timing = { ...SHORT, lockMs: 9_000 };

describe('watches over servers, by several workers on Redis', () => {
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

  const open = async (timing: Timing = SHORT): Promise<Jobs> => {
    const jobs = await openRedisJobs({ url: server.url, log: rememberingLog().log, timing });
    opened.push(jobs);
    return jobs;
  };

  it('are held over each server by one, however many workers there are', async () => {
    const servers = Array.from({ length: 40 }, (_, index) => `s${index}`);
    const desk = watchDesk();
    const workers = await Promise.all([open(), open(), open()]);

    const stops = workers.map((jobs, index) => jobs.watchServers(servers, desk.watch(`worker ${index}`)));
    await until('all are watched', () => desk.holders.size === servers.length);
    await sleep(3 * (SHORT.lockMs + SHORT.stalledMs));
    const held = desk.holders.size;
    await Promise.all(stops.map(stop => stop()));

    expect(held).toBe(servers.length);
    expect(desk.mostAtOnce()).toBe(1);
    expect(desk.holders.size).toBe(0);
  }, 30_000);

  it('go to the others at once when one worker stops, and none is held twice', async () => {
    const servers = Array.from({ length: 20 }, (_, index) => `s${index}`);
    const desk = watchDesk();
    const [one, two] = [await open(TIMING), await open(TIMING)];
    const stopOne = one.watchServers(servers, desk.watch('one'));
    await until('one has all', () => desk.heldBy('one') === servers.length);
    const stopTwo = two.watchServers(servers, desk.watch('two'));

    const asked = performance.now();
    await stopOne();
    await until('two has all', () => desk.heldBy('two') === servers.length);
    const took = performance.now() - asked;
    await stopTwo();

    expect(took).toBeLessThan(2_000);
    expect(desk.mostAtOnce()).toBe(1);
  }, 30_000);

  it('go to another within twenty seconds when a worker is killed, with the times of every day', async () => {
    const desk = watchDesk();
    const doomed = await startDoomedWorker('redis', server.url, 'ali', TIMING);
    await until('it watches', () => doomed.said().includes('watches ali'));
    const stop = (await open(TIMING)).watchServers(['ali'], desk.watch('other'));
    await sleep(3_000);
    const before = desk.heldBy('other');

    const killed = performance.now();
    await doomed.kill();
    await until('the other watches', () => desk.heldBy('other') === 1, 30_000);
    const took = performance.now() - killed;
    await stop();

    expect(before).toBe(0);
    expect(took).toBeLessThan(20_000);
  }, 60_000);

  it('are given up by a worker that was frozen while another took over', async () => {
    const desk = watchDesk();
    const frozen = await startDoomedWorker('redis', server.url, 'ali');
    await until('it watches', () => frozen.said().includes('watches ali'));
    const stop = (await open()).watchServers(['ali'], desk.watch('other'));

    frozen.freeze();
    await until('the other watches', () => desk.heldBy('other') === 1);
    frozen.thaw();
    await until('it gives up', () => frozen.said().includes('gives up ali'));
    await sleep(2 * (SHORT.lockMs + SHORT.stalledMs));
    const stillHeld = desk.heldBy('other');
    await frozen.kill();
    await stop();

    expect(stillHeld).toBe(1);
    expect(desk.begun('ali')).toBe(1);
    expect(frozen.said().filter(line => line === 'watches ali')).toHaveLength(1);
  }, 60_000);

  it('go on through a restart of Redis', async () => {
    const desk = watchDesk();
    const stops = [
      (await open(PATIENT)).watchServers(['ali', 'tokyo'], desk.watch('one')),
      (await open(PATIENT)).watchServers(['ali', 'tokyo'], desk.watch('two')),
    ];
    await until('both are watched', () => desk.holders.size === 2);

    await server.kill();
    await server.start();
    await sleep(PATIENT.lockMs + 2_000);
    const held = desk.holders.size;
    await Promise.all(stops.map(stop => stop()));

    expect(held).toBe(2);
    expect([desk.begun('ali'), desk.begun('tokyo')]).toEqual([1, 1]);
  }, 60_000);

  it('are given up while Redis is away for longer than a lock, and begun by one when it is back', async () => {
    const desk = watchDesk();
    const stops = [
      (await open()).watchServers(['ali'], desk.watch('one')),
      (await open()).watchServers(['ali'], desk.watch('two')),
    ];
    await until('it is watched', () => desk.holders.size === 1);

    await server.kill();
    const killed = performance.now();
    await until('it is given up', () => desk.holders.size === 0);
    const took = performance.now() - killed;
    await server.start();
    await until('it is watched again', () => desk.holders.size === 1);
    await sleep(SHORT.lockMs + 2 * SHORT.stalledMs);
    const held = desk.holders.size;
    await Promise.all(stops.map(stop => stop()));

    expect(took).toBeLessThan(SHORT.lockMs);
    expect(held).toBe(1);
    expect(desk.mostAtOnce()).toBe(1);
  }, 60_000);

  it('are begun again by one when Redis has lost its data', async () => {
    const desk = watchDesk();
    const stops = [
      (await open()).watchServers(['ali', 'tokyo'], desk.watch('one')),
      (await open()).watchServers(['ali', 'tokyo'], desk.watch('two')),
    ];
    await until('both are watched', () => desk.holders.size === 2);

    const redis = new Redis(server.url);
    await redis.flushall();
    redis.disconnect();
    await until('both were begun again', () => desk.begun('ali') === 2 && desk.begun('tokyo') === 2);
    await Promise.all(stops.map(stop => stop()));

    expect(desk.mostAtOnce()).toBe(1);
  }, 30_000);

  it('find the worker that knows their server', async () => {
    const desk = watchDesk();
    const others = await Promise.all([open(), open()]);
    const stops = others.map(jobs => jobs.watchServers(['tokyo', 'oslo'], desk.watch('others')));
    stops.push((await open()).watchServers(['ali'], desk.watch('ours')));

    // Which of them comes first to a job that was put aside is chance.
    await until('all are watched', () => desk.holders.size === 3, 40_000);
    const ours = [...desk.holders].filter(([, holder]) => holder === 'ours');
    await Promise.all(stops.map(stop => stop()));

    expect(ours).toEqual([['ali', 'ours']]);
    expect(desk.mostAtOnce()).toBe(1);
  }, 60_000);

  it('do not keep a worker from stopping while Redis is away', async () => {
    const desk = watchDesk();
    const jobs = await open(PATIENT);
    const stop = jobs.watchServers(['ali'], desk.watch('one'));
    await until('it is watched', () => desk.holders.size === 1);
    await server.kill();

    const asked = performance.now();
    await stop();
    await jobs.close();
    const took = performance.now() - asked;

    expect(took).toBeLessThan(5_000);
    expect(desk.holders.size).toBe(0);
  }, 30_000);
});

/** Writes down who watches what, and complains of nothing: the test does. */
function watchDesk() {
  const holders = new Map<string, string>();
  const atOnce = new Map<string, number>();
  const begun = new Map<string, number>();
  let most = 0;
  const change = (map: Map<string, number>, server: string, by: number): number => {
    const next = (map.get(server) ?? 0) + by;
    map.set(server, next);
    return next;
  };
  return {
    holders,
    begun: (server: string) => begun.get(server) ?? 0,
    heldBy: (worker: string) => [...holders.values()].filter(holder => holder === worker).length,
    mostAtOnce: () => most,
    watch: (worker: string) => async (name: string, held: AbortSignal) => {
      change(begun, name, 1);
      most = Math.max(most, change(atOnce, name, 1));
      holders.set(name, worker);
      if (!held.aborted) await new Promise(resolve => held.addEventListener('abort', resolve));
      holders.delete(name);
      change(atOnce, name, -1);
    },
  };
}
