import type { PlatformDriver, PlatformTraits, Seen, Where } from '../chat/platform.driver';
import { eventually } from './house';
import { openPlatformHouse, type PlatformHouse } from './platform-house';
import { openSandboxWorld } from './sandbox-world';
import type { World } from './world';

/** What the journeys need to know of a platform besides how it is driven. */
export type JourneyTraits = Pick<PlatformTraits, 'name' | 'shared' | 'editsInPlace' | 'forgets'>;

/** A driver that can also tell where the bot sent something. */
export interface JourneyDriver extends PlatformDriver {
  /** What the bot asked of the platform, other than for the person's private chat. */
  sentElsewhere(): readonly string[];
  /** Whether the platform fetches what is linked there, which would use a link before the person does. */
  showsPreview(message: Seen): boolean;
}

const authorize = { decision: 'authorize', email: 'ada@example.com' } as const;

/** A login as a person on this platform lives through it. */
export function platformJourneys(traits: JourneyTraits, open: () => Promise<JourneyDriver>): void {
  describe(`a login on ${traits.name}`, () => {
    const asked = traits.shared ? 'shared' : 'private';
    let world: World;
    let driver: JourneyDriver;
    let house: PlatformHouse;
    let read = 0;

    beforeAll(async () => {
      [world, driver] = await Promise.all([openSandboxWorld(), open()]);
      house = await openPlatformHouse(world, driver.platform, [{ right: 'operator', who: driver.person }]);
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

    /** The newest message there that says this; in the private chat one of this test. */
    const sees = (where: Where, words: RegExp): Promise<Seen> =>
      eventually(`${where}: ${String(words)}`, async () => {
        const all = await driver.seen(where);
        return all.slice(where === 'private' ? read : 0).findLast(message => words.test(message.text));
      });
    const linkOf = ({ buttons, text }: Seen): string => {
      const shown =
        buttons.find(button => button.kind === 'link')?.url ?? /https?:\/\/\S+authorize\?\S+/.exec(text)?.[0];
      if (shown === undefined) throw new Error(`no link in ${text}`);
      return shown;
    };
    const labels = ({ buttons }: Seen): readonly string[] =>
      buttons.filter(button => button.kind !== 'link').map(button => button.label);

    it('goes from the command to the result with one message that changes and one paste', async () => {
      await driver.types(asked, '/claude-login');
      const waiting = await sees('private', /Press Authorize/);
      const link = linkOf(waiting);
      await driver.pastes(waiting, 'Paste the address', await world.visit(link, authorize));
      const done = await sees('private', /ada@example\.com is logged in to ali \(new account\)/);

      expect(done.text).toContain('clients 0 → 1');
      expect(labels(waiting)).toEqual(['Paste the address', 'Cancel']);
      expect(labels(done)).toEqual(['Test']);
      expect(driver.showsPreview(waiting)).toBe(false);
      expect(done.ref.id === waiting.ref.id).toBe(traits.editsInPlace);
      expect(driver.sentElsewhere().join('\n')).not.toContain(new URL(link).searchParams.get('state'));
      expect(house.logged()).not.toContain(new URL(link).searchParams.get('state'));
    });

    it('takes the address as a plain message, and takes that away again', async () => {
      await driver.types(asked, '/claude-login');
      const address = await world.visit(linkOf(await sees('private', /Press Authorize/)), authorize);

      await driver.types('private', address);
      await sees('private', /is logged in to ali/);

      const written = await driver.written('private');
      expect(written.includes(address)).toBe(traits.forgets !== 'yes');
    });

    it('says what is wrong with a wrong paste, and goes on', async () => {
      await driver.types(asked, '/claude-login');
      const waiting = await sees('private', /Press Authorize/);

      await driver.pastes(
        waiting,
        'Paste the address',
        'http://localhost:54545/callback?code=abcdefgh&state=another1',
      );
      await sees('private', /belongs to another login/);
      await driver.types('private', await world.visit(linkOf(waiting), authorize));

      await sees('private', /is logged in to ali/);
    });

    it('ends by its Cancel button, and begins anew by the button that it then has', async () => {
      await driver.types(asked, '/claude-login');
      await driver.presses(await sees('private', /Press Authorize/), 'Cancel');
      const cancelled = await sees('private', /Cancelled by/);
      const running = await world.processes();
      read = (await driver.seen('private')).length;
      await driver.presses(cancelled, 'Log in again');
      await driver.presses(await sees('private', /Press Authorize/), 'Cancel');
      await sees('private', /Cancelled by/);

      expect(labels(cancelled)).toEqual(['Log in again']);
      expect(running.filter(line => line.includes('-claude-login'))).toEqual([]);
    });

    it('shows afterwards which accounts there are', async () => {
      await driver.types('private', '/claude-login');
      const waiting = await sees('private', /Press Authorize/);
      await driver.types('private', await world.visit(linkOf(waiting), authorize));
      await sees('private', /is logged in to ali/);

      await driver.types('private', '/accounts');
      const accounts = await sees('private', /ali: 1 account/);

      expect(accounts.text).toMatch(/ada@example\.com · claude\n\s+fine, expires .*\nclients/);
    });

    if (traits.shared) {
      it('tells the shared place who was logged in, and neither the link nor the whole address', async () => {
        await driver.types('shared', '/claude-login');
        const answer = await sees('answer', /Logging in to ali: I'm writing to you privately/);
        const address = await world.visit(linkOf(await sees('private', /Press Authorize/)), authorize);
        await driver.types('private', address);
        const result = await sees('shared', /a…@example\.com is logged in to ali/);

        const readThere = [...(await driver.seen('shared')), ...(await driver.seen('answer'))];
        expect(answer.buttons).toEqual([]);
        expect(result.text).toContain('clients 0 → 1');
        expect(readThere.map(({ text }) => text).join('\n')).not.toMatch(/ada@|authorize\?|code=|state=/);
        for (const secret of new URL(address).searchParams.values()) {
          expect(driver.sentElsewhere().join('\n')).not.toContain(secret);
        }
      });
    }

    it('gave the platform nothing to complain about', () => {
      expect(driver.complaints()).toEqual([]);
    });
  });
}
