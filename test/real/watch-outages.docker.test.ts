import { setTimeout as pause } from 'node:timers/promises';
import type { Jobs } from '../../src/jobs/jobs';
import { openHouse } from '../journey/house';
import { forget, openToldHouse, told, untilWatched, type ToldHouse } from '../journey/told-group';
import { group } from '../journey/world';
import { until } from './parts/until';
import { openRealWorld, type RealWorld } from './real-world';
import { startProgram, type RunningProgram } from './running-program';

jest.setTimeout(90_000);

describe('incidents while parts of the program are away', () => {
  let world: RealWorld;
  let jobs: Jobs;
  let house: ToldHouse;

  beforeAll(async () => {
    world = await openRealWorld();
    jobs = await world.openJobs();
  });

  beforeEach(() => world.reset());

  afterEach(() => house.close());

  afterAll(async () => {
    await jobs.close();
    await world.close();
  });

  /** When a message says that something began, by the clock of this machine, which is the server's too. */
  const beginningOf = (text: string): number => Date.parse(/(?:Since|Began) (\S+)/.exec(text)?.[1] ?? '');

  it('are told once, with their own time, when Redis is killed in the middle and comes back', async () => {
    house = await openToldHouse(world, jobs);
    await world.crash(4);
    await house.reads(/^✅ ali/);

    await world.redis.kill();
    await world.kill();
    const killedAtMs = Date.now();
    await pause(2_000);
    await world.redis.start();
    await until('the queue answers', () => jobs.healthy());
    const { text } = await house.reads(/stopped by somebody/);
    await world.startContainer();

    expect(beginningOf(text)).toBeLessThan(killedAtMs);
    expect(await house.story()).toEqual([
      '🔴 ali: CLIProxyAPI crashed (exit code 4) → ✅ ali: works again',
      '⏹ ali: CLIProxyAPI was stopped by somebody on the server → ✅ ali: works again',
    ]);
  });

  it('are none where the way to the server hangs for two seconds', async () => {
    house = await openToldHouse(world, jobs);

    world.sshd.freeze();
    await pause(2_000);
    world.sshd.thaw();

    await pause(1_000);
    expect(await house.story()).toEqual([]);
  });

  it('are told by the bot that starts after they happened', async () => {
    house = await openToldHouse(world, jobs);
    await house.stopBot();

    await world.crash(5);
    await world.serves();
    await pause(2_000);
    await house.startBot();

    await house.reads(/^✅ .*\n.*exit code 5/);
    expect(await house.story()).toHaveLength(1);
  });

  describe('such as a worker that is killed while it watches', () => {
    let workers: RunningProgram[];

    afterEach(() => Promise.all(workers.map(worker => worker.end('SIGTERM'))));

    it('are seen by another within 30 s, with the time they happened', async () => {
      await forget(jobs);
      const bot = await openHouse(world, jobs, { alerts: [{ to: group }] });
      await bot.stopWorker();
      house = told(bot, jobs);
      const doomed = await startProgram(world, { ROLE: 'worker' });
      workers = [doomed];
      await untilWatched(jobs);
      workers.push(await startProgram(world, { ROLE: 'worker' }));

      await doomed.end('SIGKILL');
      const killedAtMs = Date.now();
      await world.crash(6);
      const crashedAtMs = Date.now();
      const { text } = await house.reads(/crashed \(exit code 6\)/, 35_000);
      const tookMs = Date.now() - killedAtMs;
      await pause(3_000);

      expect(tookMs).toBeLessThan(30_000);
      expect(beginningOf(text)).toBeGreaterThan(killedAtMs - 100);
      expect(beginningOf(text)).toBeLessThan(crashedAtMs + 100);
      expect(house.chat.in(group)).toHaveLength(1);
    });
  });
});
