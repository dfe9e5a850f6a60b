import { visitDevicePage } from '../../sandbox/browser';
import type { Version } from '../../sandbox/cliproxyapi/version';
import type { Jobs } from '../../src/jobs/jobs';
import { eventually, openHouse, type House } from './house';
import { command, privateChatOf, type Shown, type Somebody } from './memory-chat';
import { ada, bob, group, type World } from './world';

const login = command('claude-login');

/** Every way a login goes that the server itself runs: its world has a management key. */
export function managedJourneys(name: string, open: () => Promise<World>): void {
  describe(`a login without a port, ${name}`, () => {
    let world: World;
    let jobs: Jobs;
    let closeJobs: () => Promise<void>;
    let house: House;

    beforeAll(async () => {
      world = await open();
      jobs = await world.openJobs();
      let closed: Promise<void> | undefined;
      closeJobs = () => (closed ??= jobs.close());
    });

    beforeEach(async () => {
      await world.reset();
      house = await openHouse(world, jobs);
    });

    afterEach(() => house.close());

    afterAll(async () => {
      await closeJobs();
      await world.close();
    });

    const become = async (version: Version): Promise<void> => {
      await world.behave({ version });
      await world.restartContainer();
    };
    const linkOf = (status: Shown): string => {
      const button = status.buttons.find(each => each.kind === 'link');
      if (button?.kind !== 'link') throw new Error(`no link in ${status.text}`);
      return button.url;
    };
    const authorize = (who: Somebody, status: Shown): Promise<string> =>
      world.visit(linkOf(status), {
        decision: 'authorize',
        email: `${who.name.toLowerCase()}@example.com`,
      });
    const paste = (who: Somebody, text: string) => house.chat.does(who, { kind: 'text', text });
    const programs = async (): Promise<readonly string[]> =>
      (await world.processes()).filter(line => line.includes('-claude-login'));
    const waits = async (who: Somebody): Promise<Shown> => {
      await house.chat.does(who, login);
      return house.status(who, /Press Authorize|点“授权”/);
    };

    it.each<Version>(['v6.4.0', 'v6.7.50', 'v7.2.140'])(
      'goes from the command to the counts with %s, and no program is started',
      async version => {
        await become(version);

        await house.chat.does(ada, login, group);
        const waiting = await house.status(ada, /Press Authorize/);
        const meanwhile = [await programs(), await world.portFree()];
        const { forgotten } = await paste(ada, await authorize(ada, waiting));
        const done = await house.status(ada, /ada@example.com is logged in to ali \(new account\)/);

        expect(meanwhile).toEqual([[], true]);
        expect(waiting.text).not.toContain('ssh -L');
        expect(done.text).toMatch(/clients 0 → 1 \(1 auth (files|entries)\)/);
        expect(done.ref).toEqual(waiting.ref);
        expect(forgotten).toBe(true);
        expect(await world.authFiles()).toEqual(['claude-ada@example.com.json']);
      },
    );

    it.each([
      ['codex', /^codex-[0-9a-f]{8}-ada@example\.com-plus\.json$/],
      ['antigravity', /^antigravity-ada@example\.com\.json$/],
    ])('goes the same way for %s', async (provider, file) => {
      await house.chat.does(ada, command(`${provider}-login`));
      const waiting = await house.status(ada, /Press Authorize/);

      await paste(ada, await authorize(ada, waiting));
      await house.status(ada, /ada@example.com is logged in to/);

      expect((await world.authFiles()).join()).toMatch(file);
    });

    it.each([
      ['kimi', 'v7.2.140', /^kimi-\d+\.json$/],
      // The code is in the link alone.
      ['kimi', 'v7.2.63', /^kimi-\d+\.json$/],
      ['xai', 'v7.2.140', /^xai-ada@example\.com\.json$/],
    ])('has a code to confirm for %s with %s, and nobody waits for it', async (provider, version, file) => {
      await world.behave({ version, pollMs: 100 });
      await world.restartContainer();
      await house.chat.does(ada, command(`${provider}-login`));
      const confirming = await house.status(ada, /Open page|confirm/);
      const link = linkOf(confirming);
      const second = await waits(bob);
      const [, code = new URL(link).searchParams.get('user_code') ?? ''] =
        /confirm: (\S+)/.exec(confirming.text) ?? [];

      await visitDevicePage(link, code, { decision: 'authorize', email: 'ada@example.com' });
      await house.status(ada, /is logged in to/);
      await paste(bob, await authorize(bob, second));
      await house.status(bob, /bob@example.com/);

      expect((await world.authFiles()).filter(name => file.test(name))).toHaveLength(1);
      expect(await world.authFiles()).toHaveLength(2);
    });

    it('takes the program for what the server cannot be asked for, beside those that it can', async () => {
      const first = await waits(ada);

      await house.chat.does(bob, command('codex-device-login'));
      await eventually('the page of the code', () =>
        house.chat
          .in(privateChatOf(bob.id))
          .at(-1)
          ?.buttons.find(({ kind }) => kind === 'link'),
      );
      const running = (await world.processes()).filter(line => line.includes('-codex-device-login'));
      await paste(ada, await authorize(ada, first));
      await house.status(ada, /ada@example.com is logged in/);
      await house.chat.does(bob, command('cancel'));

      expect(running).toHaveLength(1);
      await eventually('the program is ended', async () =>
        (await world.processes()).some(line => line.includes('-codex-device-login')) ? undefined : true,
      );
    });

    it('goes side by side with another on the same server, and each gets their own account', async () => {
      const first = await waits(ada);
      const second = await waits(bob);

      await paste(bob, await authorize(bob, second));
      await house.status(bob, /bob@example.com/);
      await paste(ada, await authorize(ada, first));
      const done = await house.status(ada, /is logged in to ali/);

      expect(house.chat.everIn(privateChatOf(bob.id))).not.toContain('排第');
      expect(done.text).toContain('ada@example.com');
      expect(await world.authFiles()).toEqual(['claude-ada@example.com.json', 'claude-bob@example.com.json']);
    });

    it('gives two who come back in the same moment an account each', async () => {
      const statuses = [await waits(ada), await waits(bob)] as const;
      const addresses = [await authorize(ada, statuses[0]), await authorize(bob, statuses[1])] as const;

      await Promise.all([paste(ada, addresses[0]), paste(bob, addresses[1])]);
      await house.status(ada, /is logged in to ali/);
      await house.status(bob, /已登录到 ali|登录/);
      await eventually('both are over', async () =>
        (await jobs.line('ali')).length === 0 ? true : undefined,
      );

      expect(await world.authFiles()).toHaveLength(2);
      expect(house.chat.everIn(privateChatOf(bob.id))).not.toContain('没有');
    });

    it('waits for the other where a release ends all logins with the first that is finished', async () => {
      await become('v7.0.0');
      const first = await waits(ada);

      await house.chat.does(bob, login);
      await house.status(bob, /排第 2 位，前面是 Ada/);
      await paste(ada, await authorize(ada, first));
      await house.status(ada, /is logged in to ali/);
      const turn = await house.status(bob, /点“授权”/);
      await paste(bob, await authorize(bob, turn));
      await house.status(bob, /bob@example.com/);

      expect(await world.authFiles()).toHaveLength(2);
    });

    it('does not mind a connection that is lost for a moment', async () => {
      const waiting = await waits(ada);

      await world.dropConnections();
      await new Promise(resolve => setTimeout(resolve, 1_500));
      await paste(ada, await authorize(ada, waiting));

      await house.status(ada, /ada@example.com is logged in/);
    });

    it('ends by Cancel, and what is authorized afterwards saves nothing', async () => {
      const waiting = await waits(ada);
      const address = await authorize(ada, waiting);

      await house.chat.does(ada, command('cancel'));
      await eventually('the end', () =>
        house.chat.everIn(privateChatOf(ada.id)).includes('Cancelled by Ada') ? true : undefined,
      );
      await paste(ada, address);

      expect(await world.authFiles()).toEqual([]);
    });

    it.each<Version>(['v6.4.0', 'v7.2.140'])(
      'is over when the server forgets it, also where that calls it well: %s',
      async version => {
        await become(version);
        const waiting = await waits(ada);

        await world.restartContainer();
        await paste(ada, await authorize(ada, waiting));

        await eventually('the end', () =>
          house.chat.everIn(privateChatOf(ada.id)).includes('ended without success') ? true : undefined,
        );
        expect(house.chat.everIn(privateChatOf(ada.id))).toContain('unknown or expired state');
        expect((await world.authFiles()).filter(file => file.endsWith('.json'))).toEqual([]);
      },
    );

    it('says why the provider refused', async () => {
      await world.behave({ exchange: 'forbidden' });

      await paste(ada, await authorize(ada, await waits(ada)));

      await house.status(ada, /did not accept the code.*403/s);
    });

    it('calls an old version too old when its exchange fails', async () => {
      await world.behave({ version: 'v6.4.0', exchange: 'forbidden' });
      await world.restartContainer();

      await paste(ada, await authorize(ada, await waits(ada)));

      await house.status(ada, /CLIProxyAPI 6\.4\.0 is too old/);
    });

    it('takes a refusal for a refusal', async () => {
      const waiting = await waits(ada);

      await paste(ada, await world.visit(linkOf(waiting), { decision: 'deny' }));

      await house.status(ada, /You chose not to authorize/);
    });

    it('ends by itself when nobody authorizes', async () => {
      await world.behave({ waitMs: 700 });

      await house.chat.does(ada, login);

      await house.status(ada, /Nobody authorized within 5 minutes/);
    });

    it('is left to the program where the key is refused, one at a time, and the doctor says which way', async () => {
      await house.close();
      const servers = world.config.servers.map(server => ({ ...server, managementKey: 'another' }));
      house = await openHouse({ ...world, config: { ...world.config, servers } }, jobs);

      const first = await waits(ada);
      await house.chat.does(bob, login);
      await house.status(bob, /排第 2 位，前面是 Ada/);
      const running = await programs();
      await paste(ada, await authorize(ada, first));
      await house.status(ada, /ada@example.com is logged in/);
      await house.status(bob, /点“授权”/);

      await house.chat.does(ada, command('doctor', { server: 'ali' }));
      const examined = await house.status(ada, /Logins go by/);

      expect(running).toHaveLength(1);
      expect(await programs()).toHaveLength(1);
      expect(examined.text).toContain(
        'Logins go by the program in the container, one at a time: the management key was refused.',
      );
      await house.chat.does(bob, command('cancel'));
    });
  });
}
