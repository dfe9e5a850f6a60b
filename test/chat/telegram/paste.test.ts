import type { Message } from '../../../src/chat/platform';
import { eventually } from '../eventually';
import { mei } from './driver';
import { type Scene, openScene } from './scene';

const address = 'telegram:chat:4711';
const status: Message = {
  text: ['Ready'],
  buttons: [
    [
      {
        kind: 'paste',
        label: 'Paste the address',
        action: `paste:${'s'.repeat(36)}.abcde`,
        ask: {
          title: 'Paste it here',
          label: 'The address',
          example: 'http://localhost:54545/callback?code=…',
        },
      },
    ],
  ],
};
const action = `paste:${'s'.repeat(36)}.abcde`;

describe('the paste button on Telegram', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await openScene();
  });

  afterEach(async () => {
    await scene.close();
    expect(scene.telegram.violations()).toEqual([]);
  });

  async function pressPaste(): Promise<void> {
    const { id } = await scene.platform.send(address, status);
    scene.telegram.presses(mei.id, mei.id, Number(id), 'Paste the address');
  }

  function question() {
    return eventually(
      () => scene.telegram.messages(mei.id).find(({ markup }) => markup.forceReply !== undefined),
      found => found !== undefined,
    );
  }

  it('opens the reply field under what it asks', async () => {
    await pressPaste();

    const asked = await question();

    expect(asked?.text.replace('\u200B', '')).toBe(
      'Paste it here\nThe address\nhttp://localhost:54545/callback?code=…',
    );
    expect(asked?.markup.forceReply).toEqual({ placeholder: 'The address' });
    expect(asked?.showsPreview).toBe(false);
  });

  it('takes its question away when it was answered', async () => {
    await pressPaste();
    const asked = await question();

    scene.telegram.types(mei.id, mei.id, 'code#state', { replyTo: asked?.id ?? 0 });

    const [incoming] = await scene.hears(1);
    expect(incoming?.event).toEqual({ kind: 'paste', action, text: 'code#state' });
    await eventually(
      () => scene.telegram.messages(mei.id).map(({ text }) => text),
      texts => texts.length === 2 && texts.includes('Ready') && texts.includes('code#state'),
    );
  });

  it('asks once, however often it is pressed', async () => {
    await pressPaste();
    const first = await question();

    scene.telegram.presses(mei.id, mei.id, (first?.id ?? 0) - 1, 'Paste the address');

    const questions = await eventually(
      () => scene.telegram.messages(mei.id).filter(({ markup }) => markup.forceReply !== undefined),
      all => all.length === 1 && all[0]?.id !== first?.id,
    );
    expect(questions).toHaveLength(1);
  });

  it('is understood by a bot that was restarted after asking', async () => {
    await pressPaste();
    const asked = await question();
    await scene.platform.stop();
    await scene.startBot();

    scene.telegram.types(mei.id, mei.id, 'code#state', { replyTo: asked?.id ?? 0 });

    const [incoming] = await scene.hears(1);
    expect(incoming?.event).toEqual({ kind: 'paste', action, text: 'code#state' });
  });

  it('still works on a message of a bot that was restarted', async () => {
    const { id } = await scene.platform.send(address, status);
    await scene.platform.stop();
    await scene.startBot();

    scene.telegram.presses(mei.id, mei.id, Number(id), 'Paste the address');

    const asked = await question();
    scene.telegram.types(mei.id, mei.id, 'code#state', { replyTo: asked?.id ?? 0 });
    const [incoming] = await scene.hears(1);
    expect(asked?.text).toContain('Paste the address');
    expect(incoming?.event).toEqual({ kind: 'paste', action, text: 'code#state' });
  });

  it('cannot be imitated by replying to somebody else', async () => {
    const robot = { id: 99, first_name: 'Robot', is_bot: true };
    scene.telegram.addUser(robot);
    const imitation = scene.telegram.types(robot.id, mei.id, 'Paste it here');

    scene.telegram.types(mei.id, mei.id, 'code#state', { replyTo: imitation });

    const [incoming] = await scene.hears(1);
    expect(incoming?.event).toEqual({ kind: 'text', text: 'code#state' });
  });
});
