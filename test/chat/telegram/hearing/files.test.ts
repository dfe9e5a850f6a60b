import type { Api } from '../../../../src/chat/telegram/calling/api';
import { fileFrom, fileRoot } from '../../../../src/chat/telegram/hearing/files';
import { eventually } from '../../eventually';
import { group, mei } from '../driver';
import { type Scene, openScene } from '../scene';

const one = { name: 'one.json', bytes: Buffer.from('{"n":1}') };
const two = { name: 'two.json', bytes: Buffer.from('{"n":2}') };
const most = 64 * 1024;

describe('files on Telegram', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await openScene();
  });

  afterEach(async () => {
    await scene.close();
    expect(scene.telegram.violations()).toEqual([]);
  });

  async function sent(...sending: Parameters<Scene['telegram']['sends']>) {
    scene.telegram.sends(...sending);
    const [incoming] = await scene.hears(1);
    if (incoming === undefined) throw new Error('nothing was heard');
    return incoming;
  }

  it.each([0, 1])('of an album take the command below number %i of them', async captionAt => {
    const incoming = await sent(mei.id, mei.id, [one, two], { caption: '/import ali', captionAt });

    expect(incoming.event).toMatchObject({ kind: 'command', name: 'import', options: { server: 'ali' } });
    expect(incoming.files.map(file => file.name)).toEqual(['one.json', 'two.json']);
  });

  it('may have other words below them', async () => {
    const incoming = await sent(mei.id, mei.id, [one], { caption: 'from my old laptop' });

    expect(incoming.event).toEqual({ kind: 'files' });
  });

  it('of different albums are kept apart, and hold up nothing else', async () => {
    const wei = { id: 4_712, first_name: 'Wei' };
    scene.telegram.addUser(wei);
    scene.telegram.sends(mei.id, mei.id, [one, two]);
    scene.telegram.sends(wei.id, wei.id, [two, one]);
    scene.telegram.types(mei.id, mei.id, 'hello');

    const heard = await scene.hears(3);

    expect(heard.map(({ event, person, files }) => [event.kind, person.name, files.length])).toEqual([
      ['text', 'Mei Lin', 0],
      ['files', 'Mei Lin', 2],
      ['files', 'Wei', 2],
    ]);
  });

  it('that are on their way when the bot stops are not handed over afterwards', async () => {
    scene.telegram.sends(mei.id, mei.id, [one, two]);
    await eventually(
      () => scene.telegram.pending(),
      pending => pending.length === 0,
    );

    await scene.platform.stop();

    await new Promise(resolve => setTimeout(resolve, 1_200));
    expect(scene.heard).toEqual([]);
  });

  it('whose size is not told are still refused when they are too large', async () => {
    const large = { name: 'large.json', bytes: Buffer.alloc(most + 1, ' ') };
    const incoming = await sent(mei.id, mei.id, [large], { hidesSize: true });

    const bytes = incoming.files[0]?.read(most);

    expect(incoming.files[0]?.sizeBytes).toBe(0);
    await expect(bytes).rejects.toMatchObject({ problem: { code: 'import-too-large', mostBytes: most } });
  });

  it('larger than bots can fetch are too large', async () => {
    const huge = { name: 'huge.json', bytes: Buffer.alloc(20 * 1024 * 1024 + 1) };
    const incoming = await sent(mei.id, mei.id, [huge], { hidesSize: true });

    const bytes = incoming.files[0]?.read(30 * 1024 * 1024);

    await expect(bytes).rejects.toMatchObject({ problem: { code: 'import-too-large' } });
  });

  it.each(['getFile', 'file'])('are fetched again when Telegram fails at %s', async method => {
    const incoming = await sent(mei.id, mei.id, [one]);
    scene.telegram.failNext({ code: 502, method });

    const bytes = await incoming.files[0]?.read(most);

    expect(bytes).toEqual(one.bytes);
  });

  it.each(['getFile', 'file'])('that fail at %s say nothing of the token', async method => {
    const incoming = await sent(mei.id, mei.id, [one]);
    scene.telegram.failNext({
      code: 400,
      method,
      description: `Bad Request: ${scene.telegram.url}/bot${scene.telegram.token}/x`,
    });

    const failure: unknown = await incoming.files[0]?.read(most).catch((error: unknown) => error);

    expect(failure).toMatchObject({ problem: { code: 'import-unreadable' } });
    expect(JSON.stringify(failure) + String(failure) + scene.logged.join('')).not.toContain(
      scene.telegram.token,
    );
  });

  describe('in a group', () => {
    it('are only heard of with a command that is meant for this bot', async () => {
      for (const caption of ['look', '/import@other_bot', '/weather', '']) {
        scene.telegram.sends(mei.id, group.id, [one], { caption });
      }
      scene.telegram.sends(mei.id, group.id, [one, two]);

      const incoming = await sent(mei.id, group.id, [two], { caption: '/import@logins_bot', topic: 7 });

      expect(incoming.isPrivate).toBe(false);
      expect(incoming.place).toBe(`telegram:chat:${String(group.id)}/7`);
      expect(incoming.files.map(file => file.name)).toEqual(['two.json']);
      await new Promise(resolve => setTimeout(resolve, 1_200));
      expect(scene.heard).toHaveLength(1);
    });

    it.each([true, false])('are deleted where the bot may (%s), and else it says so', async botDeletes => {
      scene.telegram.addGroup({ ...group, botDeletes });
      const incoming = await sent(mei.id, group.id, [one, two], { caption: '/import' });

      const isForgotten = await incoming.forget();

      expect(isForgotten).toBe(botDeletes);
      expect(scene.telegram.messages(group.id)).toHaveLength(botDeletes ? 0 : 2);
    });
  });
});

describe('the place of a file at Telegram', () => {
  it.each(['/var/lib/telegram-bot-api/1/documents/file_0.json', '../../bot2:x/getMe', 'a?b', 'a@b', ''])(
    'is not asked for at %j',
    async path => {
      const api = (() => Promise.resolve({ file_path: path })) as unknown as Api;
      const document = { file_id: 'x', file_unique_id: 'y', file_name: 'a.json' };

      const bytes = fileFrom(document, api, 'http://127.0.0.1:1').read(most);

      await expect(bytes).rejects.toMatchObject({
        problem: { code: 'import-unreadable', detail: 'no path at Telegram' },
      });
    },
  );

  it.each([
    [undefined, 'https://api.telegram.org/file/bot1:x'],
    ['http://127.0.0.1:8081', 'http://127.0.0.1:8081/file/bot1:x'],
    ['https://example.org/telegram//', 'https://example.org/telegram/file/bot1:x'],
  ])('with the API at %s is below %s', (apiUrl, root) => {
    expect(fileRoot('1:x', apiUrl)).toBe(root);
  });
});
