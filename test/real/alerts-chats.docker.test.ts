import { setTimeout as pause } from 'node:timers/promises';
import { openDiscordDriver } from '../chat/discord/discord.driver';
import type { PlatformDriver } from '../chat/platform.driver';
import { openDriver as openTelegramDriver } from '../chat/telegram/driver';
import { eventually } from '../journey/house';
import { openPlatformHouse, type PlatformHouse } from '../journey/platform-house';
import { forget, quickPace, untilWatched } from '../journey/told-group';
import { openRealWorld, type RealWorld } from './real-world';

jest.setTimeout(60_000);

type Platform = readonly [name: string, open: () => Promise<PlatformDriver>];
const platforms: readonly Platform[] = [
  ['Telegram', openTelegramDriver],
  ['Discord', openDiscordDriver],
];

describe('alerts of a real server', () => {
  let world: RealWorld;
  let driver: PlatformDriver;
  let house: PlatformHouse;

  beforeAll(async () => {
    world = await openRealWorld();
  });

  afterEach(async () => {
    await house.close();
    await driver.close();
  });

  afterAll(() => world.close());

  async function moveIn(open: () => Promise<PlatformDriver>): Promise<void> {
    await world.reset();
    driver = await open();
    const jobs = await world.openJobs();
    await forget(jobs, driver.sharedAddress);
    await jobs.close();
    const alerts = [{ to: driver.sharedAddress }];
    house = await openPlatformHouse(world, driver.platform, [], { alerts, pace: quickPace });
    await untilWatched(house.jobs, '"accounts"');
  }
  const heads = async (): Promise<readonly string[]> =>
    (await driver.seen('shared')).map(({ text }) => text.split('\n')[0] ?? '');
  const incidents = async (): Promise<readonly string[]> => {
    const all = (await house.jobs.read('watch', 'ali'))?.incidents ?? [];
    return all.map(({ trouble, endedAtMs }) => `${trouble.kind}${endedAtMs === undefined ? '' : ', over'}`);
  };
  const comesTo = (what: readonly string[]): Promise<unknown> =>
    eventually(
      what.join(),
      async () => JSON.stringify(await incidents()) === JSON.stringify(what),
      () => house.logged().slice(-2_000),
    );

  it.each(platforms)(
    'wait for a %s that fails and asks to wait, and come in order, each once',
    async (_name, open) => {
      await moveIn(open);
      for (const failure of ['server-error', 'rate-limit', 'server-error'] as const) driver.failNext(failure);
      await world.crash(3);
      await comesTo(['container, over']);
      await world.writeAuthFile('claude-ada@example.com.json', { type: 'claude', email: 'ada@example.com' });
      await comesTo(['container, over', 'appeared, over']);

      await eventually('both are told', async () => (await heads()).length >= 2);
      await eventually('the end is told', async () => (await heads())[0]?.startsWith('✅'));
      await pause(1_500);

      expect(await heads()).toEqual([
        expect.stringMatching(/^✅ ali: works again/),
        expect.stringMatching(/^➕ ali: new account a…@example\.com/),
      ]);
      expect(driver.complaints()).toEqual([]);
    },
  );
});
