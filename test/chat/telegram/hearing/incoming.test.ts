import { eventually } from '../../eventually';
import { group, mei } from '../driver';
import { type Scene, openScene } from '../scene';

describe('what a Telegram bot hears', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await openScene();
  });

  afterEach(async () => {
    await scene.close();
    expect(scene.telegram.violations()).toEqual([]);
  });

  /** Says things in the group, then something that is surely heard; gives what was heard before that. */
  async function heardInGroup(...texts: string[]) {
    for (const text of texts) scene.telegram.types(mei.id, group.id, text);
    scene.telegram.types(mei.id, group.id, '/help@logins_bot');
    const heard = await eventually(
      () => scene.heard.map(({ event }) => event),
      events => events.some(event => event.kind === 'command' && event.name === 'help'),
    );
    return heard.slice(0, -1);
  }

  it('is a command under its name on Telegram, in any case', async () => {
    scene.telegram.types(mei.id, mei.id, '/Claude_Login server=ali');

    const [incoming] = await scene.hears(1);

    expect(incoming?.event).toEqual({
      kind: 'command',
      name: 'claude-login',
      options: { server: 'ali' },
      rest: '',
    });
  });

  it('is in a group only what is said to it', async () => {
    const heard = await heardInGroup(
      'hello',
      '/claude_login@other_bot',
      '/weather',
      '/start',
      '/claude_login@LOGINS_bot ali',
    );

    expect(heard).toEqual([{ kind: 'command', name: 'claude-login', options: { server: 'ali' }, rest: '' }]);
  });

  it('is an unknown command too, in private', async () => {
    scene.telegram.types(mei.id, mei.id, '/claude_logni ali');

    const [incoming] = await scene.hears(1);

    expect(incoming?.event).toEqual({ kind: 'command', name: 'claude-logni', options: {}, rest: 'ali' });
  });

  it('is neither an edited message nor another bot', async () => {
    const robot = { id: 99, first_name: 'Robot', is_bot: true };
    scene.telegram.addUser(robot);
    const id = scene.telegram.types(mei.id, group.id, 'lunch?');
    scene.telegram.edits(mei.id, group.id, id, '/claude_login');
    scene.telegram.types(robot.id, group.id, '/claude_login');

    const heard = await heardInGroup();

    expect(heard).toEqual([]);
  });

  it('comes from a topic with an address that leads back there', async () => {
    scene.telegram.types(mei.id, group.id, '/claude_login', { topic: 17 });
    const [incoming] = await scene.hears(1);

    await incoming?.answer({ text: ['Here.'] });

    expect(incoming?.place).toBe(`telegram:chat:${String(group.id)}/17`);
    expect(scene.telegram.messages(group.id).at(-1)).toMatchObject({ text: 'Here.', topic: 17 });
  });

  it('is answered in a group as a reply to who asked', async () => {
    const asked = scene.telegram.types(mei.id, group.id, '/claude_login');
    const [incoming] = await scene.hears(1);

    await incoming?.answer({ text: ['Here.'] });

    expect(scene.telegram.messages(group.id).at(-1)).toMatchObject({ text: 'Here.', replyTo: asked });
  });

  it('is answered anew when the first answer was deleted', async () => {
    scene.telegram.types(mei.id, mei.id, '/claude_login');
    const [incoming] = await scene.hears(1);
    const first = await incoming?.answer({ text: ['Looking'] });
    if (first !== undefined) await scene.platform.remove(first);

    await incoming?.answer({ text: ['Found'] });

    expect(scene.telegram.messages(mei.id).map(({ text }) => text)).toEqual(['/claude_login', 'Found']);
  });

  it('says who spoke, with their language', async () => {
    scene.telegram.addUser({ ...mei, language_code: 'zh-hant' });
    scene.telegram.types(mei.id, mei.id, 'hello');

    const [incoming] = await scene.hears(1);

    expect(incoming?.person).toEqual({ id: 'telegram:4711', name: 'Mei Lin', language: 'zh-CN', groups: [] });
  });

  it('is help when somebody opens the chat', async () => {
    scene.telegram.types(mei.id, mei.id, '/start');

    const [incoming] = await scene.hears(1);

    expect(incoming?.event).toEqual({ kind: 'command', name: 'help', options: {}, rest: '' });
  });

  it('is the command of the link through which somebody came', async () => {
    const url = new URL(scene.platform.privateChatUrl('claude-login', { server: 'us-west.2' }) ?? '');
    scene.telegram.types(mei.id, mei.id, `/start ${url.searchParams.get('start') ?? ''}`);

    const [incoming] = await scene.hears(1);

    expect(url.origin + url.pathname).toBe('https://t.me/logins_bot');
    expect(url.searchParams.get('start')).toMatch(/^[\w-]{1,64}$/);
    expect(incoming?.event).toEqual({
      kind: 'command',
      name: 'claude-login',
      options: { server: 'us-west.2' },
      rest: '',
    });
  });

  it('is help when somebody comes through a link of somebody else', async () => {
    scene.telegram.types(mei.id, mei.id, '/start a-campaign');

    const [incoming] = await scene.hears(1);

    expect(incoming?.event).toMatchObject({ kind: 'command', name: 'help' });
  });

  it('does not fail when a message in a group may not be deleted', async () => {
    const id = scene.telegram.types(mei.id, group.id, '/claude_login');
    const [incoming] = await scene.hears(1);

    const isForgotten = await incoming?.forget();

    expect(isForgotten).toBe(false);
    expect(scene.telegram.messages(group.id).map(message => message.id)).toEqual([id]);
  });
});
