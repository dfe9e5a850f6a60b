import { visitDevicePage } from '../../sandbox/browser';
import type { Behaviour } from '../../sandbox/cliproxyapi/behaviour';
import type { Jobs } from '../../src/jobs/jobs';
import { eventually, openHouse, type House } from './house';
import { command, privateChatOf, type Shown } from './memory-chat';
import { ada, bob, group, type World } from './world';

const authorize = { decision: 'authorize', email: 'ada@example.com' } as const;
/** As fast as the pretend providers let a program ask. */
const brisk: Partial<Behaviour> = { pollMs: 100 };

/** Logins with other providers than Claude: the same journey, by a callback or by a code. */
export function providerJourneys(name: string, open: () => Promise<World>): void {
  describe(`a login with other providers, ${name}`, () => {
    let world: World;
    let jobs: Jobs;
    let closeJobs: () => Promise<void>;
    let house: House;
    const logged: string[] = [];
    const secrets: string[] = [];

    beforeAll(async () => {
      world = await open();
      jobs = await world.openJobs();
      let closed: Promise<void> | undefined;
      closeJobs = () => (closed ??= jobs.close());
    });

    beforeEach(async () => {
      await world.reset();
      await world.behave(brisk);
      house = await openHouse(world, jobs);
    });

    afterEach(async () => {
      await house.close();
      logged.push(house.logged());
    });

    afterAll(async () => {
      await closeJobs();
      await world.close();
    });

    const linkOf = (status: Shown): string => {
      const button = status.buttons.find(each => each.kind === 'link');
      if (button?.kind !== 'link') throw new Error(`no link in ${status.text}`);
      return button.url;
    };
    const codeOf = ({ text }: Shown): string => {
      const [, code] = /Enter this code there and confirm: (\S+)/.exec(text) ?? [];
      if (code === undefined) throw new Error(`no code in ${text}`);
      secrets.push(code);
      return code;
    };
    const actionOf = (status: Shown, label: string): string => {
      const button = status.buttons.find(each => each.label === label);
      if (button?.kind !== 'action') throw new Error(`no ${label} in ${status.text}`);
      return button.action;
    };
    const nothingRuns = async (): Promise<void> => {
      await eventually(
        'no login process',
        async () => ((await world.processes()).some(line => /-login\b/.test(line)) ? undefined : true),
        () => 'a login that still runs',
      );
    };

    it.each([
      ['codex', /codex-[0-9a-f]{8}-ada@example\.com-plus\.json/],
      ['antigravity', /antigravity-ada@example\.com\.json/],
    ] as const)('of %s goes from the command to the counts by a pasted address', async (provider, file) => {
      await house.chat.does(ada, command(`${provider}-login`), group);
      const waiting = await house.status(
        ada,
        /^🔑 (Codex|Antigravity) login to ali, until[^]*Press Authorize/,
      );
      const address = await world.visit(linkOf(waiting), authorize);
      secrets.push(new URL(address).searchParams.get('code') ?? '');
      await house.chat.does(ada, { kind: 'text', text: address });
      const done = await house.status(ada, /ada@example.com is logged in to (Codex|Antigravity) on ali/);

      expect(done.text).toMatch(/clients 0 → 1/);
      expect((await world.authFiles()).join()).toMatch(file);
      await nothingRuns();
    });

    it.each([
      ['codex-device', 'Codex', 'ada@example.com'],
      ['kimi', 'Kimi', 'kimi-'],
      ['xai', 'xAI', 'ada@example.com'],
    ])('of %s goes by a code, with nothing to paste', async (provider, title, who) => {
      await house.chat.does(ada, command(`${provider}-login`), group);
      const confirming = await house.status(ada, /Enter this code there and confirm/);
      // What is shown is edited later.
      const { buttons } = confirming;
      await visitDevicePage(linkOf(confirming), codeOf(confirming), authorize);
      const done = await house.status(ada, /is logged in to/);
      await eventually('the result in the group', () =>
        house.chat.in(group).find(each => each.text.includes(`is logged in to ${title} on ali`)),
      );

      expect(buttons.map(({ label }) => label)).toEqual(['Open page', 'Cancel']);
      expect(done.ref).toEqual(confirming.ref);
      expect(done.text).toContain(`${title} on ali (new account)`);
      expect(done.text).toContain(who);
      expect(await world.authFiles()).toHaveLength(1);
      expect(JSON.stringify(house.chat.everIn(group))).not.toMatch(/ada@example|user_code/);
      await nothingRuns();
    });

    it('says that there is nothing to paste to whoever sends the code here', async () => {
      await house.chat.does(ada, command('kimi-login'));
      const confirming = await house.status(ada, /Enter this code/);

      await house.chat.does(ada, { kind: 'text', text: codeOf(confirming) });

      const said = await eventually('a word about it', () =>
        house.chat.in(privateChatOf(ada.id)).find(each => each.text.includes('nothing to paste')),
      );
      expect(said.text).toContain('I notice by myself');
    });

    it('is ended by Cancel, and leaves no program behind', async () => {
      await house.chat.does(ada, command('xai-login'));
      const confirming = await house.status(ada, /Enter this code/);
      codeOf(confirming);

      await house.chat.does(ada, { kind: 'action', action: actionOf(confirming, 'Cancel') });

      const cancelled = await house.status(ada, /⏹ xAI login to ali: Cancelled by Ada/);
      expect(actionOf(cancelled, 'Log in again')).toBe('to-xai:ali');
      await nothingRuns();
    });

    it('says that it was refused', async () => {
      await house.chat.does(ada, command('kimi-login'));
      const confirming = await house.status(ada, /Enter this code/);

      await visitDevicePage(linkOf(confirming), codeOf(confirming), { decision: 'deny' });

      await house.status(ada, /❌ Kimi login to ali: You chose not to authorize/);
    });

    it('says that nobody entered the code in its time', async () => {
      await world.behave({ ...brisk, waitMs: 1_500 });

      await house.chat.does(ada, command('kimi-login'));

      await house.status(ada, /❌ Kimi login to ali: Nobody authorized within/);
    });

    it('waits in line behind a login with another provider, then has its turn', async () => {
      await house.chat.does(ada, command('kimi-login'));
      const first = await house.status(ada, /Enter this code/);

      await house.chat.does({ ...bob, language: 'en' }, command('codex-login'));
      await house.status(bob, /Codex login to ali: number 2 in line, after Ada/);
      await visitDevicePage(linkOf(first), codeOf(first), authorize);

      await house.status(bob, /🔑 Codex login to ali/);
    });

    it('leaves the port of Antigravity free when the connection was lost, for the next login', async () => {
      await house.chat.does(ada, command('antigravity-login'));
      await house.status(ada, /Press Authorize/);
      await world.dropConnections();
      await house.status(ada, /connection to ali was lost/);

      await house.chat.does(ada, command('antigravity-login'));

      await house.status(ada, /🔑 Antigravity login to ali/);
    });

    it.each([
      ['kimi', 'v6.4.0', /no Kimi login of this kind \(-kimi-login\)\. Upgrade it to v6\.8\.0 or newer/],
      ['codex-device', 'v6.8.26', /no Codex login of this kind \(-codex-device-login\)/],
      ['xai', 'v7.2.63', /logs in to xAI in a way that works on the server itself alone/],
    ])('of %s is refused where %s has none, with the version', async (provider, version, says) => {
      await world.behave({ ...brisk, version });

      await house.chat.does(ada, command(`${provider}-login`));

      const failed = await house.status(ada, says);
      expect(failed.text).toContain(version.slice(1));
      await nothingRuns();
    });

    it('leaves no code and no callback in the queue or in a log', async () => {
      await closeJobs();

      const kept = (await world.contents()) + logged.join('');

      expect(secrets.length).toBeGreaterThan(4);
      expect(secrets.filter(secret => kept.includes(secret))).toEqual([]);
    });
  });
}
