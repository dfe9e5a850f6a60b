import type { Jobs } from '../../src/jobs/jobs';
import { eventually } from './house';
import { command, type Shown } from './memory-chat';
import { openToldHouse, type ToldHouse } from './told-group';
import { ada, group, type World } from './world';

const file = 'claude-ada@example.com.json';

/** What happens to a server, from Docker's word of it to the last message in the group. */
export function alertJourneys(name: string, open: () => Promise<World>): void {
  describe(`alerts, ${name}`, () => {
    let world: World;
    let jobs: Jobs;
    let house: ToldHouse;

    beforeAll(async () => {
      world = await open();
      jobs = await world.openJobs();
    });

    beforeEach(async () => {
      await world.reset();
      house = await openToldHouse(world, jobs);
    });

    afterEach(() => house.close());

    afterAll(async () => {
      await jobs.close();
      await world.close();
    });

    it('tell of a crash in one message, which says when it is over', async () => {
      await world.crash(3);

      await house.reads(/^✅/);
      expect(await house.story()).toEqual([
        '🔴 ali: CLIProxyAPI crashed (exit code 3) → ✅ ali: works again',
      ]);
    });

    it('tell of a loop in one message, which counts, and ring when it is over', async () => {
      await world.loop(0);
      await eventually('a loop', async () =>
        JSON.stringify(await jobs.read('watch', 'ali')).includes('"loops"'),
      );
      await world.heal();

      const { text } = await house.reads(/^✅ .*\n/);
      expect(text).toMatch(
        /CLIProxyAPI crashed (?:[3-9]|\d\d) times \(exit code 0\)[^]*auto-refresh started/,
      );
      expect(await house.story()).toEqual([
        '🔴 ali: CLIProxyAPI ended by itself (exit code 0) → ✅ ali: works again',
        '✅ ali: works again',
      ]);
    });

    it('tell of a new version in one message', async () => {
      await world.recreate({ tag: 'v7.2.141' });

      const { text } = await house.reads(/^✅/);
      expect(text).toMatch(/was given a new container: .*v7\.2\.141/);
      expect(await house.story()).toHaveLength(1);
    });

    it('name who asked the bot for a restart, and raise no alarm', async () => {
      await house.chat.does(ada, command('restart', { server: 'ali' }));
      const question = await house.status(ada, /Restart CLIProxyAPI on ali\?/);

      await press(question, /Restart now/);

      await house.status(ada, /answers again/);
      expect(await house.story()).toEqual([
        '🔄 ali: I restarted CLIProxyAPI: Ada asked → ✅ ali: works again',
      ]);
    });

    it('keep silent about a way that is lost for a moment', async () => {
      await world.dropConnections();

      expect(await house.story()).toEqual([]);
    });

    it('tell afterwards what happened while there was no way to the server', async () => {
      await world.refuseConnections(true);
      await house.reads(/🔌 ali: cannot be reached/);
      await world.crash(1);
      await world.serves();
      await world.refuseConnections(false);

      const { text } = await house.reads(/CLIProxyAPI crashed \(exit code 1\)/);
      expect(text).toMatch(/^(?:🔴|✅) ali/);
      expect(await house.story()).toEqual([
        '🔌 ali: cannot be reached → ✅ ali: can be reached again',
        expect.stringMatching(/✅ ali: works again$/),
        '✅ ali: can be reached again',
      ]);
    });

    it('ask for the login that an account needs, with its button, and say when it is well', async () => {
      // One more than is to fail: else no account of the provider could be used.
      await world.writeAuthFile('claude-bob@example.com.json', credential('bob@example.com'));
      await house.reads(/➕ ali: new account b…@example\.com/);
      await world.writeAuthFile(file, credential('ada@example.com'));
      await house.reads(/➕ ali: new account a…@example\.com/);
      await world.behave({ refreshFails: [file] });
      const alert = await house.reads(/🔑 ali: .* must be logged in again/);

      await press(alert, /Log in again/);
      const waiting = await house.status(ada, /Press Authorize/);
      await world.behave({ refreshFails: [] });
      const text = await world.visit(linkOf(waiting), { decision: 'authorize', email: 'ada@example.com' });
      await house.chat.does(ada, { kind: 'text', text });

      await house.status(ada, /is logged in/);
      expect(await house.story()).toEqual([
        '➕ ali: new account b…@example.com (claude), not from a login of mine',
        '➕ ali: new account a…@example.com (claude), not from a login of mine',
        expect.stringMatching(/🔑 .* must be logged in again → ✅ ali: .* is fine again/),
        expect.stringMatching(/✅ ali: .* is fine again/),
      ]);
    });

    it('tell of an account that is taken away, once, and that it is back', async () => {
      const taken = 'claude-bob@example.com.json';
      await world.writeAuthFile(taken, credential('bob@example.com'));
      await house.reads(/➕ ali: new account b…@example\.com/);
      await world.removeAuthFile(taken);
      await house.reads(/^➖ ali/);

      await world.writeAuthFile(taken, credential('bob@example.com'));

      await house.reads(/✅ ali: .* is back/);
      expect(await house.story()).toEqual([
        '➕ ali: new account b…@example.com (claude), not from a login of mine',
        expect.stringMatching(/^➖ ali: .* is gone, and it wasn't me → ✅ ali: .* is back$/),
      ]);
    });

    async function press(shown: Shown, label: RegExp): Promise<void> {
      const button = shown.buttons.find(each => label.test(each.label));
      if (button?.kind !== 'action') throw new Error(`no ${String(label)} in ${JSON.stringify(shown)}`);
      await house.chat.does(
        ada,
        { kind: 'action', action: button.action },
        shown.ref.address === group ? group : undefined,
      );
    }
  });
}

function linkOf({ buttons, text }: Shown): string {
  const button = buttons.find(each => each.kind === 'link');
  if (button?.kind !== 'link') throw new Error(`no link in ${text}`);
  return button.url;
}

function credential(email: string): object {
  const nowMs = Date.now();
  return {
    type: 'claude',
    email,
    access_token: 'sk-ant-oat01-pretend',
    refresh_token: 'sk-ant-ort01-pretend',
    last_refresh: new Date(nowMs).toISOString(),
    expired: new Date(nowMs + 8 * 3_600_000).toISOString(),
  };
}
