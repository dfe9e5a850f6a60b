import type { Jobs } from '../../src/jobs/jobs';
import { eventually, openHouse, type House } from './house';
import { command, type Shown } from './memory-chat';
import { ada, group, type World } from './world';

const model = 'claude-haiku-4-5-20251001';
const [first, second] = ['claude-ada@example.com.json', 'claude-bob@example.com.json'];

/** Trying an account: from the command, or the button after a login, to what a model said. */
export function completionJourneys(name: string, open: () => Promise<World>): void {
  describe(`trying an account, ${name}`, () => {
    let world: World;
    let jobs: Jobs;
    let house: House;

    beforeAll(async () => {
      world = await open();
      jobs = await world.openJobs();
    });

    beforeEach(async () => {
      await world.reset();
      house = await openHouse(world, jobs);
    });

    afterEach(() => house.close());

    afterAll(async () => {
      await jobs.close();
      await world.close();
    });

    it('goes from the login by two buttons to what a model says', async () => {
      await house.chat.does(ada, command('claude-login', { server: 'ali' }), group);
      const waiting = await house.status(ada, /Press Authorize/);
      const text = await world.visit(linkOf(waiting), { decision: 'authorize', email: 'ada@example.com' });
      await house.chat.does(ada, { kind: 'text', text });
      const done = await house.status(ada, /is logged in/);

      await press(done, /^Test$/);
      const models = await house.status(ada, /ali offers \d+ models:/);
      await press(models, new RegExp(`^${model}$`));

      const said = await house.status(ada, /answered within/);
      expect(said.text.split('\n')).toEqual([
        expect.stringMatching(/^✅ claude-haiku-4-5-20251001 on ali answered within \d+(?:\.\d)? s:$/),
        `Hello from the pretend ${model}!`,
      ]);
      expect(said.history[0]).toMatch(/^⏳ Asking claude-haiku-4-5-20251001 on ali…/);
      const result = await eventually('the result in the group', () =>
        house.chat.in(group).find(each => each.text.startsWith('For Ada')),
      );
      expect(result.buttons.map(({ label }) => label)).toEqual(['Test']);
    });

    it('takes a part of the name, and helps who mistypes it', async () => {
      await world.writeAuthFile(first, credential('ada@example.com'));
      await loaded();

      const meant = await tries('Haiku-4');
      const several = await tries('opus');
      const mistyped = await tries('claude-haiku-4-5-20251002');

      expect(meant.text).toContain(`✅ ${model} on ali answered`);
      expect(several.text).toMatch(
        /^❌ Test of ali: ali offers no model opus\. There is: claude-opus-.*, claude-opus-/,
      );
      expect(mistyped.text).toContain(`Did you mean ${model}?`);
      expect(mistyped.buttons.map(({ label }) => label)).toEqual([model, 'Models']);
    });

    it('says until when every account cools down', async () => {
      await world.writeAuthFile(first, credential('ada@example.com'));
      await world.behave({ cooling: [first] });
      await loaded();
      const beforeMs = Date.now();

      const { text } = await tries(model);

      const [, until = ''] = /Every account for \S+ on ali is cooling down until (\S+Z)\./.exec(text) ?? [];
      const minutes = (Date.parse(until) - beforeMs) / 60_000;
      expect(Math.round(minutes)).toBe(30);
    });

    it('goes on with another account while one cools down', async () => {
      await world.writeAuthFile(first, credential('ada@example.com'));
      await world.writeAuthFile(second, credential('bob@example.com'));
      await world.behave({ cooling: [first] });
      await loaded();

      const { text } = await tries(model);

      expect(text).toContain('answered within');
    });

    it('says that there is no account: none at all, a disabled one, or one that its provider refuses', async () => {
      const without = await tries(model);
      await world.writeAuthFile(first, { ...credential('ada@example.com'), disabled: true });
      const disabled = await tries(model);
      await world.writeAuthFile(first, credential('ada@example.com'));
      await world.behave({ refreshFails: [first] });
      const refused = await tries(model);

      for (const { text, buttons } of [without, disabled, refused]) {
        expect(text).toMatch(/^❌ Test of ali: No account on ali can be used now\./);
        expect(buttons.map(({ label }) => label)).toEqual(['Accounts']);
      }
    });

    it("passes on the provider's own words", async () => {
      await world.writeAuthFile(first, credential('ada@example.com'));
      await world.behave({ completion: 'refused' });
      await loaded();

      const { text } = await tries(model);

      expect(text).toMatch(
        /failed with status 401: Invalid bearer token\nThe provider did not accept the account/,
      );
    });

    it('says that a key of the example switched the API off', async () => {
      await world.writeAuthFile(first, credential('ada@example.com'));
      await world.configure('  - "your-api-key-1"');

      const { text } = await tries(model);

      expect(text).toMatch(/^❌ Test of ali: CLIProxyAPI on ali serves nobody: a key of the example/);
    });

    it('leaves no key anywhere', async () => {
      await world.writeAuthFile(first, credential('ada@example.com'));
      await loaded();
      const key = world.config.servers[0]?.apiKey ?? 'nothing';

      await tries(model);

      expect(house.logged()).not.toContain(key);
      expect(JSON.stringify(house.chat.shown)).not.toContain(key);
    });

    /** Until the program has noticed what was written beside it. */
    async function loaded(): Promise<void> {
      await eventually('models', async () => {
        const { text } = await lists();
        return /offers \d+ models/.test(text) ? true : undefined;
      });
    }

    async function lists(): Promise<Shown> {
      await house.chat.does(ada, command('test', { server: 'ali' }));
      return lastSaid();
    }

    async function tries(wanted: string): Promise<Shown> {
      await house.chat.does(ada, command('test', { server: 'ali', model: wanted }));
      return lastSaid();
    }

    function lastSaid(): Promise<Shown> {
      return house.status(ada, /./);
    }

    async function press(shown: Shown, label: RegExp): Promise<void> {
      const button = shown.buttons.find(each => label.test(each.label));
      if (button?.kind !== 'action') throw new Error(`no ${String(label)} in ${JSON.stringify(shown)}`);
      await house.chat.does(ada, { kind: 'action', action: button.action });
    }
  });
}

function linkOf({ buttons, text }: Shown): string {
  const button = buttons.find(each => each.kind === 'link');
  if (button?.kind !== 'link') throw new Error(`no link in ${text}`);
  return button.url;
}

function credential(email: string): object {
  return {
    type: 'claude',
    email,
    access_token: 'sk-ant-oat01-pretend',
    refresh_token: 'sk-ant-ort01-pretend',
    expired: new Date(Date.now() + 8 * 3_600_000).toISOString(),
  };
}
