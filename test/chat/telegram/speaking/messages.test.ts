import { ChatClosed, type Message, MessageGone } from '../../../../src/chat/platform';
import { group, mei } from '../driver';
import { type Scene, openScene } from '../scene';

const address = 'telegram:chat:4711';
const link = (url: string): Message => ({
  text: ['Ready'],
  buttons: [[{ kind: 'link', label: 'Authorize', url }]],
});

describe('what a Telegram bot says', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await openScene();
  });

  afterEach(async () => {
    await scene.close();
  });

  const latest = () => scene.telegram.messages(mei.id).at(-1);

  it('has its buttons in rows, in the colours of their meaning', async () => {
    await scene.platform.send(address, {
      text: ['Ready'],
      buttons: [
        [{ kind: 'link', label: 'Authorize', url: 'https://claude.ai/oauth' }],
        [
          { kind: 'action', label: 'Again', action: 'login:ali', style: 'primary' },
          { kind: 'action', label: 'Cancel', action: 'cancel:ali.x', style: 'danger' },
        ],
      ],
    });

    expect(latest()?.markup.rows).toEqual([
      [{ text: 'Authorize', url: 'https://claude.ai/oauth' }],
      [
        { text: 'Again', callback_data: 'login:ali', style: 'primary' },
        { text: 'Cancel', callback_data: 'cancel:ali.x', style: 'danger' },
      ],
    ]);
    expect(scene.telegram.violations()).toEqual([]);
  });

  it.each([
    'http://localhost:54545/callback',
    'http://127.0.0.1:8080/consent',
    'http://[::1]:8080/consent',
    'http://ali/consent',
  ])('shows %s, which cannot be a button there, as words to copy', async url => {
    await scene.platform.send(address, link(url));

    expect(latest()).toMatchObject({ text: `Ready\n\nAuthorize: ${url}`, markup: { rows: [] } });
    expect(latest()?.entities).toEqual([{ type: 'code', offset: 18, length: url.length }]);
    expect(scene.telegram.violations()).toEqual([]);
  });

  it('shows a link as words when Telegram refuses it as a button', async () => {
    scene.telegram.failNext({ code: 400, description: 'Bad Request: BUTTON_URL_INVALID' });

    await scene.platform.send(address, link('https://claude.ai/oauth'));

    expect(latest()?.text).toBe('Ready\n\nAuthorize: https://claude.ai/oauth');
  });

  it('keeps a link that stands in the text when the text has to be cut', async () => {
    const url = 'http://127.0.0.1:8080/consent';

    await scene.platform.send(address, { ...link(url), text: ['🎉'.repeat(4_000)] });

    expect(latest()?.text).toHaveLength(4_095);
    expect(latest()?.text.endsWith(`🎉…\n\nAuthorize: ${url}`)).toBe(true);
    expect(scene.telegram.violations()).toEqual([]);
  });

  it('never shows previews, which would open the link', async () => {
    const ref = await scene.platform.send(address, link('https://claude.ai/oauth'));

    await scene.platform.edit(ref, { text: ['https://claude.ai/oauth'] });

    expect(latest()?.showsPreview).toBe(false);
  });

  it('shows a moment in the time zone and words of the reader', async () => {
    const atMs = Date.now() + 5 * 60_000;

    await scene.platform.send(address, { text: ['until ', { kind: 'moment', atMs }] });

    const unix_time = Math.round(atMs / 1_000);
    expect(latest()?.text).toMatch(/^until \d\d:\d\d UTC\S* \(5 min\)$/);
    expect(latest()?.entities).toMatchObject([
      { type: 'date_time', offset: 6, unix_time, date_time_format: 't' },
      { type: 'date_time', length: 5, unix_time, date_time_format: 'r' },
    ]);
  });

  it.each([
    ['who never opened the chat', 'never started' as const, "bot can't initiate conversation with a user"],
    ['who blocked the bot', 'blocked' as const, 'bot was blocked by the user'],
  ])('does not reach a person %s', async (_, state, words) => {
    scene.telegram.setChat(mei.id, state);

    const sending = scene.platform.send(address, { text: ['Hello'] });

    await expect(sending).rejects.toBeInstanceOf(ChatClosed);
    await expect(sending).rejects.toThrow(words);
  });

  it('does not reach a person whom Telegram does not know', async () => {
    const sending = scene.platform.send(await scene.platform.openPrivate('telegram:123'), {
      text: ['Hello'],
    });

    await expect(sending).rejects.toBeInstanceOf(ChatClosed);
  });

  it('does not reach a group that threw it out', async () => {
    scene.telegram.setChat(group.id, 'blocked');

    const sending = scene.platform.send(`telegram:chat:${String(group.id)}`, { text: ['Hello'] });

    await expect(sending).rejects.toBeInstanceOf(ChatClosed);
  });

  it('is gone for good in a chat that was closed', async () => {
    const ref = await scene.platform.send(address, { text: ['Hello'] });
    scene.telegram.setChat(mei.id, 'blocked');

    const editing = scene.platform.edit(ref, { text: ['Still there?'] });

    await expect(editing).rejects.toBeInstanceOf(MessageGone);
  });

  it('is in the menu of each language, written only when it differs', async () => {
    const menu = [
      { command: 'claude_login', description: 'Log in' },
      { command: 'import', description: 'Hand in' },
      { command: 'help', description: 'Help' },
    ];
    const menuZh = [
      { command: 'claude_login', description: 'Log in（中文）' },
      { command: 'import', description: 'Hand in（中文）' },
      { command: 'help', description: 'Help（中文）' },
    ];
    await scene.platform.stop();

    await scene.startBot();

    expect([scene.telegram.menu(), scene.telegram.menu('zh')]).toEqual([menu, menuZh]);
    expect(scene.telegram.requests.filter(({ method }) => method === 'setMyCommands')).toHaveLength(2);
  });

  it('does not need the menu to start', async () => {
    await scene.platform.stop();
    scene.telegram.failNext({ method: 'getMyCommands', code: 400, description: 'Bad Request: no' });

    await scene.startBot();

    expect(scene.logged.join('')).toContain('the command menu was not published');
  });
});
