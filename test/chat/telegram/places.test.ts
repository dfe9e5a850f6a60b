import { ChatClosed, MessageGone } from '../../../src/chat/platform';
import { group } from './driver';
import { type Scene, openScene } from './scene';

const chat = `telegram:chat:${String(group.id)}` as const;
const topic = `${chat}/7` as const;

describe('places for alerts on Telegram', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await openScene();
  });

  afterEach(async () => {
    await scene.close();
    expect(scene.telegram.violations()).toEqual([]);
  });

  const said = () => scene.telegram.messages(group.id).map(({ text, topic: place }) => [text, place]);

  it('may be topics, where messages are sent, edited and removed', async () => {
    const ref = await scene.platform.send(topic, { text: ['ali is down'] });
    await scene.platform.edit(ref, { text: ['ali is back'] });

    expect(said()).toEqual([['ali is back', 7]]);
    expect(ref.address).toBe(topic);
    await scene.platform.remove(ref);
    expect(said()).toEqual([]);
  });

  it('may be the topic General, which is the group itself', async () => {
    const ref = await scene.platform.send(`${chat}/1`, { text: ['ali is down'] });

    await scene.platform.edit(ref, { text: ['ali is back'] });

    expect(said()).toEqual([['ali is back', undefined]]);
  });

  it.each(['closed', 'deleted'] as const)('are closed once the topic was %s', async how => {
    scene.telegram.endTopic(group.id, 7, how);

    const send = scene.platform.send(topic, { text: ['ali is down'] });

    await expect(send).rejects.toBeInstanceOf(ChatClosed);
  });

  it('lose their messages with a topic', async () => {
    const ref = await scene.platform.send(topic, { text: ['ali is down'] });
    scene.telegram.endTopic(group.id, 7, 'deleted');

    const edit = scene.platform.edit(ref, { text: ['ali is back'] });

    await expect(edit).rejects.toBeInstanceOf(MessageGone);
  });

  it('are not taken for closed when Telegram asks to wait for long', async () => {
    scene.telegram.failNext({ code: 429, retryAfter: 600 });

    const failure: unknown = await scene.platform
      .send(chat, { text: ['ali is down'] })
      .catch((error: unknown) => error);

    expect(failure).toMatchObject({ name: 'TelegramFault', retryAfter: 600 });
  });

  it('get what is sent and edited at the same time in the order asked for, each once', async () => {
    const ref = await scene.platform.send(chat, { text: ['incident 0'] });

    await Promise.all([
      scene.platform.edit(ref, { text: ['incident 0, 1 end'] }),
      scene.platform.send(chat, { text: ['incident 1'] }),
      scene.platform.edit(ref, { text: ['incident 0, 2 ends'] }),
      scene.platform.send(topic, { text: ['incident 2'] }),
      scene.platform.edit(ref, { text: ['incident 0, over'] }),
    ]);

    const texts = scene.telegram.requests.flatMap(({ fields }) => fields['text'] ?? []);
    expect(texts).toEqual([
      'incident 0',
      'incident 0, 1 end',
      'incident 1',
      'incident 0, 2 ends',
      'incident 2',
      'incident 0, over',
    ]);
    expect(said().map(([text]) => text)).toEqual(['incident 0, over', 'incident 1', 'incident 2']);
  });
});
