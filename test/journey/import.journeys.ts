import type { AccessRule } from '../../src/chat/access';
import type { IncomingFile } from '../../src/chat/platform';
import type { Jobs } from '../../src/jobs/jobs';
import { openHouse, type House } from './house';
import { command, type Shown } from './memory-chat';
import { access, ada, bob, group, type World } from './world';

const file = 'claude-ada@example.com.json';
const secrets = ['sk-ant-oat01-access-of-ada', 'sk-ant-ort01-refresh-of-ada'] as const;
const admins: readonly AccessRule[] = [...access, { right: 'admin', who: ada.id }];

/** Credentials that exist already come to a server, from files and from another server: of two, `ali` and `tokyo`. */
export function importJourneys(name: string, open: () => Promise<World>): void {
  describe(`/import, ${name}`, () => {
    let world: World;
    let jobs: Jobs;
    let house: House;

    beforeAll(async () => {
      world = await open();
      jobs = await world.openJobs();
    });

    beforeEach(async () => {
      await world.reset();
      house = await openHouse(world, jobs, { access: admins });
    });

    afterEach(() => house.close());

    afterAll(async () => {
      await jobs.close();
      const contents = await world.contents();
      for (const secret of secrets) expect(contents).not.toContain(secret);
      await world.close();
    });

    it('writes a file to the server that is chosen, and says what it changed', async () => {
      const { forgotten } = await sends([sent(file, credential())]);
      await press(await reads(/Which server is this file for\?/), /ali/);

      const { text } = await reads(/^✅/);
      expect(text).toMatch(/^✅ ada@example\.com → ali \(new account\)\nclients 0 → 1 /);
      expect(forgotten).toBe(true);
      expect(await world.readAuthFile(file)).toEqual(credential());
      expect(await world.authFiles('tokyo')).toEqual([]);
      for (const secret of secrets) expect(house.logged()).not.toContain(secret);
    });

    it('keeps what was there, and the settings of the account', async () => {
      const old = credential({ refresh_token: 'sk-ant-ort01-old', note: 'main', priority: 5 });
      await world.writeAuthFile(file, old);

      await sends([sent(file, credential())], { to: 'ali' });

      const { text } = await reads(/replaced/);
      const backup = /kept as (\S+\.bak)/.exec(text)?.[1] ?? '';
      expect(await world.readAuthFile(file)).toEqual({ ...credential(), note: 'main', priority: 5 });
      expect(await world.readAuthFile(backup)).toEqual(old);
      expect(text).toMatch(/clients 1 → 1 /);
    });

    it('takes several, also where one of them is nothing, and asks whose the Claude CLI’s is', async () => {
      const cli = {
        claudeAiOauth: {
          accessToken: 'sk-ant-oat01-of-bob',
          refreshToken: 'sk-ant-ort01-of-bob',
          expiresAt: Date.now() + 3_600_000,
        },
      };
      await sends([sent('cat.png', 'PNG'), sent('.credentials.json', cli), sent(file, credential())], {
        to: 'ali',
      });
      const question = await reads(/❓/);

      await house.chat.does(ada, { kind: 'text', text: 'bob@example.com' });

      const { text } = await reads(/^✅ bob@example\.com → ali/);
      expect(question.text.split('\n')).toEqual([
        expect.stringMatching(/^❌ cat\.png: It is not JSON/),
        '✅ ada@example.com → ali (new account)',
        expect.stringMatching(/^clients 0 → 1 /),
        expect.stringMatching(/^❓ \.credentials\.json is from the Claude CLI/),
      ]);
      expect(text).toContain('clients 1 → 2 ');
      expect(await world.readAuthFile('claude-bob@example.com.json')).toMatchObject({
        type: 'claude',
        access_token: 'sk-ant-oat01-of-bob',
        refresh_token: 'sk-ant-ort01-of-bob',
      });
    });

    it('restarts a server that takes no notice, once', async () => {
      await world.behave({ hotLoad: false });
      await world.restartContainer();

      await sends([sent(file, credential()), sent('b.json', bobs())], { to: 'ali' });

      const { text } = await reads(/^✅/);
      expect(text.split('\n')).toEqual([
        '✅ ada@example.com → ali (new account)',
        '✅ bob@example.com → ali (new account)',
        expect.stringMatching(/^clients 0 → 2 /),
        expect.stringMatching(/so I restarted it/),
      ]);
    });

    it('moves an account, and disables it where it came from', async () => {
      await world.writeAuthFile(file, credential(), 'tokyo');
      await house.chat.does(ada, command('import', { from: 'tokyo', to: 'ali', account: 'ada@example.com' }));
      const question = await reads(/Its refresh token works in one place/);

      await press(question, /Move/);

      const { text } = await reads(/^✅/);
      expect(text).toMatch(/clients 0 → 1 .*\nada@example\.com is disabled on tokyo now\./);
      expect(await world.readAuthFile(file)).toEqual(credential());
      expect(await world.readAuthFile(file, 'tokyo')).toEqual({ ...credential(), disabled: true });
    });

    it('copies an account, and warns of what that does', async () => {
      await world.writeAuthFile(file, credential(), 'tokyo');
      await house.chat.does(ada, command('import', { from: 'tokyo', to: 'ali' }));

      await press(await reads(/Its refresh token works in one place/), /Copy/);

      expect((await reads(/^✅/)).text).toContain('share one refresh token now');
      expect(await world.readAuthFile(file)).toEqual(credential());
      expect(await world.readAuthFile(file, 'tokyo')).toEqual(credential());
    });

    it('changes nothing while the container is down, and keeps the files for another try', async () => {
      await world.stopContainer();
      await sends([sent(file, credential())], { to: 'ali' });
      const failed = await reads(/^❌ ali: .*is not running/);
      await world.startContainer();

      await press(failed, /Try again/);

      expect((await reads(/^✅/)).text).toMatch(/^✅ ada@example\.com → ali/);
    });

    it('takes nothing from whom it may not, nor where others read', async () => {
      const refused = await house.chat.does(bob, { kind: 'files' }, undefined, [sent(file, credential())]);
      const shared = await house.chat.does(ada, command('import'), group, [sent(file, credential())]);

      expect([refused.forgotten, shared.forgotten]).toEqual([true, true]);
      expect(house.chat.everIn(group)).toContain('Credentials are for our private chat alone');
      expect([...(await world.authFiles()), ...(await world.authFiles('tokyo'))]).toEqual([]);
    });

    const reads = (words: RegExp): Promise<Shown> => house.status(ada, words);

    function sends(
      files: readonly IncomingFile[],
      options?: Readonly<Record<string, string>>,
    ): Promise<{ readonly forgotten: boolean }> {
      const event = options === undefined ? ({ kind: 'files' } as const) : command('import', options);
      return house.chat.does(ada, event, undefined, files);
    }

    async function press(shown: Shown, label: RegExp): Promise<void> {
      const button = shown.buttons.find(each => label.test(each.label));
      if (button?.kind !== 'action') throw new Error(`no ${String(label)} in ${JSON.stringify(shown)}`);
      await house.chat.does(ada, { kind: 'action', action: button.action });
    }
  });
}

const writtenAtMs = Date.now();

function credential(change: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  const [access_token, refresh_token] = secrets;
  return {
    type: 'claude',
    email: 'ada@example.com',
    access_token,
    refresh_token,
    last_refresh: new Date(writtenAtMs).toISOString(),
    expired: new Date(writtenAtMs + 8 * 3_600_000).toISOString(),
    ...change,
  };
}

function bobs(): Readonly<Record<string, unknown>> {
  return credential({ email: 'bob@example.com', access_token: 'bob-1', refresh_token: 'bob-2' });
}

function sent(name: string, content: unknown): IncomingFile {
  const bytes = Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  return { name, sizeBytes: bytes.length, read: () => Promise.resolve(Buffer.from(bytes)) };
}
