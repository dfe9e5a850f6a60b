import type { Jobs } from '../../src/jobs/jobs';
import { openHouse, type House } from './house';
import { command, type Shown } from './memory-chat';
import { ada, type World } from './world';

const key = { MANAGEMENT_PASSWORD: 'a-key-for-tests' };
const routing =
  'routing:\n  # which account serves\n  strategy: "round-robin" # or fill-first\n  session-affinity: false\n';

/** How accounts are chosen, from the command to the program that goes by it. */
export function balanceJourneys(
  name: string,
  open: (env: Readonly<Record<string, string>>) => Promise<World>,
): void {
  describe.each([
    ['without a management key', {}],
    ['with one', key],
  ])(`choosing accounts, ${name}, %s`, (_what, env) => {
    const hasKey = env === key;
    let world: World;
    let jobs: Jobs;
    let house: House;
    let config: string;

    beforeAll(async () => {
      world = await open(env);
      jobs = await world.openJobs();
    });

    beforeEach(async () => {
      await world.reset();
      house = await openHouse(world, jobs);
      config = `${await world.readConfig()}${routing}`;
      await world.writeConfig(config);
    });

    afterEach(() => house.close());

    afterAll(async () => {
      await jobs.close();
      await world.close();
    });

    it('is shown, and changed by a button; every other byte of the file stays', async () => {
      await balance();
      const shown = await house.status(ada, /ali goes by round-robin/);

      await press(shown, 'fill-first');

      await house.status(ada, /✅ ali: round-robin → fill-first/);
      expect(await world.readConfig()).toBe(config.replace('"round-robin"', '"fill-first"'));
      await balance();
      const now = await house.status(ada, /ali goes by fill-first/);
      expect(now.buttons.map(({ label }) => label)).toEqual(['round-robin', 'weighted-round-robin']);
    });

    it("takes the guide's words where they mean something, and says what its block is worth", async () => {
      config = `${config}load_balancing:\n  enabled: true\n  strategy: "weighted"\n`;
      await world.writeConfig(config);

      await balance('weighted');

      const { text } = await house.status(ada, /✅ ali: round-robin → weighted-round-robin/);
      expect(text).toMatch(/CLIProxyAPI calls weighted weighted-round-robin\./);
      expect(text).toMatch(/load_balancing: block\. It has no effect/);
      expect(await world.readConfig()).toBe(config.replace('"round-robin"', '"weighted-round-robin"'));
    });

    it.each(['least_connections', 'random'])('says that there never was %s', async typed => {
      await balance(typed);

      await house.status(ada, new RegExp(`no strategy ${typed}, and never had`));
      expect(await world.readConfig()).toBe(config);
    });

    it('says which version brought what this one does not know', async () => {
      await world.behave({ version: 'v6.6.104' });
      await world.restartContainer();

      await balance('wrr');

      await house.status(ada, /\(6\.6\.104\) does not know weighted-round-robin: it came with v7\.2\.104/);
      expect(await world.readConfig()).toBe(config);
    });

    it('is gone by at once also by a version that saves what its API is told and goes on as before', async () => {
      await world.behave({ version: 'v6.6.104' });
      await world.restartContainer();

      await balance('ff');

      await house.status(ada, /round-robin → fill-first .*\n.*CLIProxyAPI has read it/);
      await house.chat.does(ada, command('logs', { server: 'ali', lines: '8' }));
      await house.status(ada, /routing strategy updated to fill-first/);
    });

    it('leaves nothing of the configuration in the log or in the chat', async () => {
      await world.writeConfig(`${config}claude-api-key:\n  - api-key: "short-secret"\n`);

      await balance('ff');

      await house.status(ada, /→ fill-first/);
      const all = `${house.logged()}${JSON.stringify(house.chat.shown)}`;
      expect(all).not.toMatch(/short-secret|which account serves|a-key-for-tests/);
    });

    if (!hasKey) {
      it('is put back where the program refuses the file', async () => {
        config = config.replace('port: 8317', 'port: eight');
        await world.writeConfig(config);

        await balance('ff');

        await house.status(ada, /refused the new configuration: .*into int I put the old one back/);
        expect(await world.readConfig()).toBe(config);
      });

      it('is put back where the program does not notice the file', async () => {
        await world.behave({ hotConfig: false });
        await world.restartContainer();

        await balance('ff');

        await house.status(
          ada,
          /did not read the new configuration within 10 seconds\. I put the old one back/,
        );
        expect(await world.readConfig()).toBe(config);
      });

      it('is seen to be read also by a program that logs into a file', async () => {
        await world.writeConfig(config.replace('logging-to-file: false', 'logging-to-file: true'));
        await world.stopContainer();
        await world.startContainer();

        await balance('ff');

        await house.status(ada, /✅ ali: round-robin → fill-first/);
      });

      it('is not touched in a file that cannot be changed with care', async () => {
        config = `${config}routing:\n  strategy: ff\n`;
        await world.writeConfig(config);

        await balance('wrr');

        await house.status(ada, /config\.yaml on ali has a key twice \(line \d+\)\. Nothing was changed\./);
        expect(await world.readConfig()).toBe(config);
      });
    }

    function balance(strategy?: string): Promise<unknown> {
      const options = { server: 'ali', ...(strategy !== undefined && { strategy }) };
      return house.chat.does(ada, command('balance', options));
    }

    async function press(shown: Shown, label: string): Promise<void> {
      const button = shown.buttons.find(each => each.label === label);
      if (button?.kind !== 'action') throw new Error(`no ${label} in ${JSON.stringify(shown)}`);
      await house.chat.does(ada, { kind: 'action', action: button.action });
    }
  });
}
