import type { Seen, SentFile, Where } from '../chat/platform.driver';
import { eventually } from './house';
import { openPlatformHouse, type PlatformHouse } from './platform-house';
import type { JourneyDriver, JourneyTraits } from './platform.journeys';
import { openSandboxWorld } from './sandbox-world';
import type { World } from './world';

const tokens = { access: 'sk-ant-oat01-access-of-ada', refresh: 'sk-ant-ort01-refresh-of-ada' };
const inAnHourMs = Date.now() + 3_600_000;
const ada: SentFile = {
  name: 'claude-ada@example.com.json',
  bytes: fileOf({
    type: 'claude',
    email: 'ada@example.com',
    access_token: tokens.access,
    refresh_token: tokens.refresh,
    expired: new Date(inAnHourMs).toISOString(),
    last_refresh: new Date().toISOString(),
  }),
};
const cli: SentFile = {
  name: '.credentials.json',
  bytes: fileOf({
    claudeAiOauth: {
      accessToken: tokens.access,
      refreshToken: tokens.refresh,
      expiresAt: inAnHourMs,
      scopes: ['user:inference', 'user:profile'],
      subscriptionType: 'max',
    },
  }),
};
const picture: SentFile = { name: 'cat.png', bytes: Buffer.from([137, 80, 78, 71]) };

/** Credentials that a person hands in as files, the way one sends files on this platform. */
export function platformImports(traits: JourneyTraits, open: () => Promise<JourneyDriver>): void {
  describe(`an import on ${traits.name}`, () => {
    let world: World;
    let driver: JourneyDriver;
    let house: PlatformHouse;
    let read = 0;

    beforeAll(async () => {
      [world, driver] = await Promise.all([openSandboxWorld(), open()]);
      house = await openPlatformHouse(world, driver.platform, [{ right: 'admin', who: driver.person }]);
    });

    beforeEach(async () => {
      await world.reset();
      read = (await driver.seen('private')).length;
    });

    afterAll(async () => {
      await house.close();
      await driver.close();
      await world.close();
    });

    const sees = (where: Where, words: RegExp): Promise<Seen> =>
      eventually(`${where}: ${String(words)}`, async () => {
        const all = await driver.seen(where);
        return all.slice(where === 'private' ? read : 0).findLast(message => words.test(message.text));
      });

    it('takes a file that comes with the command, and says what became of each', async () => {
      await driver.sends('private', [ada, picture], '/import');

      const done = await sees('private', /✅/);

      expect(done.text).toContain('ada@example.com → ali (new account)');
      expect(done.text).toContain('❌ cat.png: It is not JSON.');
      expect(done.text).toContain('clients 0 → 1');
      expect(await world.authFiles()).toEqual(['claude-ada@example.com.json']);
      expect(await driver.filesIn('private')).toEqual([]);
    });

    it('takes files without a command, and asks for what is not in them', async () => {
      await driver.sends('private', [cli]);

      const asked = await sees('private', /doesn't say whose it is/);
      await driver.pastes(asked, 'Say whose it is', 'ada@example.com');

      await sees('private', /✅ ada@example\.com → ali \(new account\)/);
      expect(await world.authFiles()).toEqual(['claude-ada@example.com.json']);
      expect(asked.text.includes('delete it yourself')).toBe(traits.forgets === 'by hand');
      expect(await driver.filesIn('private')).toEqual(traits.forgets === 'by hand' ? [cli.name] : []);
    });

    if (traits.shared) {
      it('takes nothing where others read', async () => {
        await driver.sends('shared', [ada], '/import');

        await sees('answer', /Credentials are for our private chat alone/);
        expect(await world.authFiles()).toEqual([]);
      });
    }

    it('writes the tokens nowhere, and gave the platform nothing to complain about', async () => {
      const shown = [...(await driver.seen('private')), ...(await driver.seen('shared'))];
      const said = [house.logged(), ...driver.sentElsewhere(), ...shown.map(({ text }) => text)].join('\n');
      expect(said).not.toContain(tokens.access);
      expect(said).not.toContain(tokens.refresh);
      expect(driver.complaints()).toEqual([]);
    });
  });
}

function fileOf(content: object): Buffer {
  return Buffer.from(JSON.stringify(content));
}
