import type { Jobs } from '../../src/jobs/jobs';
import { openPretendTelegram } from '../../sandbox/chat/telegram/pretend-telegram';
import { eventually, openHouse, type House } from '../journey/house';
import { command, privateChatOf } from '../journey/memory-chat';
import { openToldHouse } from '../journey/told-group';
import { ada } from '../journey/world';
import { askForLogin, finishLogin, nothingLeft } from './journey';
import { until } from './parts/until';
import { openRealWorld, type RealWorld } from './real-world';
import { startProgram } from './running-program';

jest.setTimeout(120_000);

describe('when a part goes away and comes back', () => {
  let world: RealWorld;
  let jobs: Jobs;
  let house: House;

  beforeAll(async () => {
    world = await openRealWorld();
    jobs = await world.openJobs();
  });

  beforeEach(async () => {
    await world.reset();
    house = await openHouse(world, jobs);
  });

  afterEach(async () => {
    await world.redis.start();
    await world.sshd.start();
    await house.close();
  });

  afterAll(async () => {
    await jobs.close();
    await world.close();
  });

  const ask = () => house.chat.does(ada, command('claude-login'));
  const told = (words: RegExp, withinMs?: number) =>
    eventually(
      `Ada is told ${String(words)}`,
      () => words.test(house.chat.everIn(privateChatOf(ada.id))),
      () => house.chat.everIn(privateChatOf(ada.id)),
      withinMs,
    );

  describe('the SSH server', () => {
    it('is named as refusing while it is down, and used again when it is back', async () => {
      await world.sshd.stop();

      await ask();
      await house.status(ada, /ali refuses SSH connections/);
      await world.sshd.start();
      // It is left alone for a moment after it refused.
      const waiting = await eventually('the link', async () => {
        await ask();
        const status = await house.status(ada, /Press Authorize|refuses SSH/);
        return status.text.includes('Press Authorize') ? status : undefined;
      });

      await finishLogin(house, world, ada, waiting);
    });

    it('takes the login with it when it restarts: told, no program left, the port free', async () => {
      await askForLogin(house, ada);

      await world.sshd.stop();
      await told(/connection to ali was lost/);
      await world.sshd.start();

      await nothingLeft(world);
      await finishLogin(house, world, ada, await askForLogin(house, ada));
    });

    it('is missed when it says nothing any more, and the login ended once it answers again', async () => {
      await house.close();
      const watched = await openToldHouse(world, jobs);
      house = watched;
      await askForLogin(house, ada);

      world.sshd.freeze();
      await world.crash(7);
      await told(/connection to ali was lost/, 75_000);
      await watched.reads(/🔌 ali: cannot be reached/);
      world.sshd.thaw();

      await nothingLeft(world, 30_000);
      await watched.reads(/crashed \(exit code 7\)/);
      await finishLogin(house, world, ada, await askForLogin(house, ada));
      expect(await watched.story()).toEqual([
        '🔌 ali: cannot be reached → ✅ ali: can be reached again',
        expect.stringMatching(/✅ ali: works again$/),
        '✅ ali: can be reached again',
      ]);
    });
  });

  describe('Redis', () => {
    it('is named as out of reach at once, and used again without a restart', async () => {
      await world.redis.stop();

      const askedAtMs = performance.now();
      await ask();
      const tookMs = performance.now() - askedAtMs;

      await told(/queue \(Redis\) can't be reached/);
      expect(tookMs).toBeLessThan(1_500);
      await world.redis.start();
      await until('the queue answers', () => jobs.healthy());
      await finishLogin(house, world, ada, await askForLogin(house, ada));
    });

    it('may restart while a login waits', async () => {
      const waiting = await askForLogin(house, ada);

      await world.redis.kill();
      await world.redis.start();
      await until('the queue answers', () => jobs.healthy());

      await finishLogin(house, world, ada, waiting);
      await nothingLeft(world);
    });

    it('does not keep the program from stopping in time', async () => {
      const telegram = await openPretendTelegram();
      const program = await startProgram(world, {
        ROLE: 'both',
        TELEGRAM_TOKEN: telegram.token,
        TELEGRAM_API_URL: telegram.url,
        OPERATORS: ada.id,
      });
      await world.redis.stop();

      const askedAtMs = performance.now();
      const exitCode = await program.end('SIGTERM');
      const tookMs = performance.now() - askedAtMs;

      await telegram.close();
      expect(exitCode).toBe(0);
      expect(tookMs).toBeLessThan(10_000);
      expect(program.output()).not.toContain(telegram.token);
    });
  });
});
