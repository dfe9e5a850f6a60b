import type { AccessRule } from '../../src/chat/access';
import type { Jobs } from '../../src/jobs/jobs';
import type { OneHubSettings } from '../../src/onehub/settings';
import { eventually, openHouse, type House } from './house';
import { command, privateChatOf, type Shown } from './memory-chat';
import { access, ada, bob, type World } from './world';

const file = 'claude-ada@example.com.json';
const admins: readonly AccessRule[] = [...access, { right: 'admin', who: ada.id }];

/** The last mile: a server becomes a channel of One-Hub, and stays one. */
export function oneHubJourneys(name: string, open: () => Promise<World>): void {
  describe(`/onehub, ${name}`, () => {
    let world: World;
    let jobs: Jobs;
    let house: House;
    let apiKey: string;
    let apiUrl: string;

    beforeAll(async () => {
      world = await open();
      jobs = await world.openJobs();
    });

    beforeEach(async () => {
      await world.reset();
      await world.writeAuthFile(file, credential());
      await world.restartContainer();
      apiKey = world.config.servers[0]?.apiKey ?? '';
      apiUrl = await world.apiUrl();
      house = await moveIn({});
    });

    afterEach(() => house.close());

    afterAll(async () => {
      await jobs.close();
      await world.close();
    });

    function moveIn(change: Partial<OneHubSettings>): Promise<House> {
      const servers = world.config.servers.map(settings => ({ ...settings, apiUrl }));
      const { token, url } = world.oneHub;
      const oneHub = { url, token, ...change };
      const own = withClaimsOf(jobs, expect.getState().currentTestName ?? '');
      return openHouse({ ...world, config: { ...world.config, servers } }, own, { access: admins, oneHub });
    }

    it('adds a server with its own models, and One-Hub reaches it', async () => {
      const added = await ask(/is now in One-Hub/);

      const { models, ...channel } = only(world.oneHub.channels());
      expect(added.text).toMatch(
        /^✅ ali is now in One-Hub: channel cliproxy-ali, \d+ models\.\nOne-Hub's test with claude-\S+: answered in \d+\.\d s\.$/,
      );
      expect(channel).toMatchObject({
        type: 8,
        name: 'cliproxy-ali',
        base_url: apiUrl,
        key: apiKey,
        status: 1,
      });
      expect(models.split(',')).toEqual(expect.arrayContaining([expect.stringMatching(/^claude-/)]));
    });

    it('lists it then, with its test', async () => {
      await house.chat.does(ada, command('onehub'));
      const before = await house.status(ada, /One-Hub has no channel/);
      await press(before, 'Connect ali');
      const connected = await house.status(ada, /is now in One-Hub/);
      await eventually('One-Hub has noted its test', () => only(world.oneHub.channels()).test_time > 0);

      await press(connected, 'All channels');

      const list = await house.status(ada, /leads to our servers/);
      expect(before.text).toContain('Without a channel: ali.');
      expect(list.text).toMatch(
        /^One-Hub: 1 channel leads to our servers\.\n✅ ali – cliproxy-ali: on, \d+ models, tested /,
      );
    });

    it('mends a channel that somebody made by hand, and makes no second one', async () => {
      world.oneHub.add({
        name: 'my proxy',
        base_url: `${apiUrl}/v1`,
        key: 'an-old-key',
        models: 'claude-2',
        weight: 5,
      });
      await house.chat.does(ada, command('onehub'));
      const list = await house.status(ada, /my proxy: on, but its address is wrong/);

      await press(list, 'Update ali');

      const mended = await house.status(ada, /up to date again: address mended, key, models\./);
      expect(mended.text).toMatch(/answered in/);
      expect(only(world.oneHub.channels())).toMatchObject({
        name: 'my proxy',
        weight: 5,
        base_url: apiUrl,
        key: apiKey,
      });
    });

    it("tells One-Hub's reason, and that it works once it does", async () => {
      await world.behave({ cooling: [file] });
      await world.restartContainer();
      const failed = await ask(/failed\. It says/);
      await world.behave({ cooling: [] });
      await world.restartContainer();

      await press(failed, 'Test again');

      const well = await house.status(ada, /answered in/);
      expect(failed.text).toMatch(/cooling down|no auth available/);
      expect(well.text).toMatch(/was up to date/);
      expect(world.oneHub.channels()).toHaveLength(1);
    });

    it('adds one channel where it is asked for twice at the same time', async () => {
      world.oneHub.behave({ slowMs: 100 });

      await Promise.all([ask(/./), ask(/./)]);

      const texts = house.chat.in(privateChatOf(ada.id)).map(({ text }) => text.split('\n')[0] ?? '');
      expect(world.oneHub.channels()).toHaveLength(1);
      expect(texts.sort()).toEqual([
        expect.stringMatching(/^ali is being added to One-Hub already/),
        expect.stringMatching(/^✅ ali is now in One-Hub/),
      ]);
    });

    it('is for administrators', async () => {
      await house.chat.does(bob, command('onehub'));

      const refusal = await house.status(bob, /ADMINS=/);
      expect(refusal.buttons).toEqual([]);
    });

    it('reaches a One-Hub that only the server can reach', async () => {
      await house.close();
      house = await moveIn({ url: world.oneHubFromServer, via: 'ali' });

      const added = await ask(/is now in One-Hub/);

      expect(added.text).toMatch(/answered in/);
      expect(world.oneHub.channels()).toHaveLength(1);
    });

    it('says when One-Hub does not take the token, and when nobody is there', async () => {
      await house.close();
      house = await moveIn({ token: world.oneHub.memberToken });
      await ask(/does not take ONEHUB_TOKEN/);
      await house.close();
      house = await moveIn({ url: 'http://127.0.0.1:9', via: 'ali' });

      await ask(/127\.0\.0\.1:9 gave no answer to ali/);

      expect(world.oneHub.channels()).toEqual([]);
    });

    it('tells neither the token nor the key, in no chat, no log and no queue', async () => {
      await ask(/is now in One-Hub/);
      await house.close();
      await jobs.close();

      const told = house.chat.everIn(privateChatOf(ada.id)) + house.logged() + (await world.contents());
      jobs = await world.openJobs();

      expect(told).not.toContain(world.oneHub.token);
      expect(apiKey).not.toBe('');
      expect(told).not.toContain(apiKey);
    });

    async function ask(words: RegExp): Promise<Shown> {
      await house.chat.does(ada, command('onehub', { server: 'ali' }));
      return house.status(ada, words);
    }

    async function press({ buttons, text }: Shown, label: string): Promise<void> {
      const button = buttons.find(each => each.label === label);
      if (button?.kind !== 'action') throw new Error(`no ${label} in ${text}`);
      await house.chat.does(ada, { kind: 'action', action: button.action });
    }
  });
}

function only<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined || items.length > 1) throw new Error(`${items.length} instead of one`);
  return item;
}

/** What an earlier test claimed holds for half a minute: each has claims of its own. */
function withClaimsOf(jobs: Jobs, test: string): Jobs {
  return { ...jobs, claim: (what, by, forMs) => jobs.claim(`${test}.${what}`, by, forMs) };
}

function credential(): object {
  const nowMs = Date.now();
  return {
    type: 'claude',
    email: 'ada@example.com',
    access_token: 'sk-ant-oat01-pretend',
    refresh_token: 'sk-ant-ort01-pretend',
    last_refresh: new Date(nowMs).toISOString(),
    expired: new Date(nowMs + 8 * 3_600_000).toISOString(),
  };
}
