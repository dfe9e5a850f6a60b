import { createTelegram } from '../../../../src/chat/telegram/telegram';
import { openPretendTelegram } from '../../../../sandbox/chat/telegram/pretend-telegram';
import { eventually } from '../../eventually';
import { keptLog, mei } from '../driver';
import { type Scene, openScene } from '../scene';

describe('reading from Telegram', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await openScene();
  });

  afterEach(async () => {
    await scene.close();
    expect(scene.telegram.violations()).toEqual([]);
  });

  const texts = () => scene.heard.map(({ event }) => (event.kind === 'text' ? event.text : event.kind));

  function pollsAgain(): Promise<number> {
    const before = scene.telegram.requests.filter(({ method }) => method === 'getUpdates').length;
    return eventually(
      () => scene.telegram.requests.filter(({ method }) => method === 'getUpdates').length,
      count => count > before,
    );
  }

  it.each([
    ['Telegram fails', { code: 502 }],
    ['Telegram asks to wait', { code: 429, retryAfter: 1 }],
    ['the answer says that the token is wrong', { code: 401, description: 'Unauthorized' }],
  ])('goes on after %s, and hears everything once', async (_, failure) => {
    scene.telegram.types(mei.id, mei.id, 'one');
    await scene.hears(1);
    scene.telegram.failNext({ ...failure, method: 'getUpdates' });
    scene.telegram.types(mei.id, mei.id, 'two');
    await pollsAgain();

    scene.telegram.types(mei.id, mei.id, 'three');

    await scene.hears(3);
    expect(texts()).toEqual(['one', 'two', 'three']);
  });

  it('says loudly that another program reads the same messages, and goes on', async () => {
    await scene.startBot();
    await eventually(
      () => scene.logged.join(''),
      lines => lines.includes('another program reads the messages of this Telegram bot'),
    );

    scene.telegram.types(mei.id, mei.id, 'one');

    await scene.hears(1);
    expect(texts()).toEqual(['one']);
  });

  it('leaves nothing unconfirmed when it stops', async () => {
    scene.telegram.types(mei.id, mei.id, 'one');
    await scene.hears(1);

    await scene.platform.stop();

    expect(scene.telegram.pending()).toEqual([]);
  });

  it('hears after a restart what was said meanwhile', async () => {
    await scene.platform.stop();
    scene.telegram.types(mei.id, mei.id, 'while you were away');

    await scene.startBot();

    await scene.hears(1);
    expect(texts()).toEqual(['while you were away']);
  });
});

describe('starting on Telegram', () => {
  const nobody = { receive: () => Promise.resolve(), complete: () => [] };

  it.each([
    ['is not the one of a bot', (token: string) => `${token}x`],
    ['has not the form of one', () => 'not a token'],
  ])('fails when the token %s, without telling it', async (_, change) => {
    const telegram = await openPretendTelegram();
    const { log, lines } = keptLog();
    const token = change(telegram.token);
    const platform = createTelegram({ token, apiUrl: telegram.url, log });

    const failure = await platform.start([], nobody).then(
      () => undefined,
      (error: unknown) => error,
    );

    await platform.stop();
    await telegram.close();
    log.error({ err: failure }, 'start failed');
    expect(failure).toMatchObject({ message: 'Telegram refused the bot token' });
    expect(lines.join('')).not.toContain(token);
  });

  it('works below a path of a server of one’s own', async () => {
    const telegram = await openPretendTelegram();
    const { log } = keptLog();
    const platform = createTelegram({ token: telegram.token, apiUrl: `${telegram.url}/nothing/..`, log });

    await platform.start([], nobody);

    expect(telegram.requests.map(({ method }) => method)).toContain('getMe');
    await platform.stop();
    await telegram.close();
  });
});
