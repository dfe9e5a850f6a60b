import { createCanvas } from '@napi-rs/canvas';
import type { AttachedFile } from '../../../../src/chat/platform';
import { isPhoto } from '../../../../src/chat/telegram/speaking/files';
import { group, mei } from '../driver';
import { type Scene, openScene } from '../scene';

const address = 'telegram:chat:4711';

function picture(width: number, height: number, extraBytes = 0): AttachedFile {
  const png = createCanvas(width, height).toBuffer('image/png');
  const bytes = Buffer.concat([png, Buffer.alloc(extraBytes)]);
  return { name: 'accounts.png', kind: 'picture', bytes, description: 'All accounts' };
}

describe('what Telegram can show as a photo', () => {
  it.each([
    ['a picture of a phone’s size', picture(1_080, 2_400), true],
    ['one more than twenty times as high as wide', picture(10, 210), false],
    ['one whose sides are more than 10,000 together', picture(5_000, 5_001), false],
    ['one of more than 10 MB', picture(10, 10, 10 * 1024 * 1024), false],
    ['text', { name: 'a.log', kind: 'text', bytes: Buffer.from('x'.repeat(50)), description: '' }, false],
  ] as const)('%s: %#', (_, file, expected) => {
    expect(isPhoto(file)).toBe(expected);
  });
});

describe('files that a Telegram bot sends', () => {
  let scene: Scene;

  beforeEach(async () => {
    scene = await openScene();
  });

  afterEach(async () => {
    await scene.close();
    expect(scene.telegram.violations()).toEqual([]);
  });

  const shown = () =>
    scene.telegram.messages(mei.id).map(({ id, text, media, replyTo }) => ({
      id,
      text,
      kind: media?.kind,
      ...(replyTo !== undefined && { replyTo }),
    }));

  it('are documents where they are no photos, also when they come with an edit', async () => {
    const ref = await scene.platform.send(address, { text: ['One'], file: picture(10, 210) });

    await scene.platform.edit(ref, { text: ['Two'], file: picture(20, 20) });

    expect(shown()).toMatchObject([{ text: 'Two', kind: 'photo' }]);
    await scene.platform.edit(ref, { text: ['Three'], file: picture(10, 210) });
    expect(shown()).toMatchObject([{ text: 'Three', kind: 'document' }]);
  });

  it('follow words that are too long to stand below them, as a reply', async () => {
    const ref = await scene.platform.send(address, { text: ['x'.repeat(1_025)], file: picture(20, 20) });

    expect(shown()).toEqual([
      { id: Number(ref.id), text: 'x'.repeat(1_025), kind: undefined },
      { id: Number(ref.id) + 1, text: 'All accounts', kind: 'photo', replyTo: Number(ref.id) },
    ]);
  });

  it('leave no words behind when they cannot be sent, so that both can be sent again', async () => {
    scene.telegram.failNext({
      code: 400,
      description: 'Bad Request: IMAGE_PROCESS_FAILED',
      method: 'sendPhoto',
    });

    const sending = scene.platform.send(address, { text: ['x'.repeat(1_025)], file: picture(20, 20) });

    await expect(sending).rejects.toThrow('IMAGE_PROCESS_FAILED');
    expect(shown()).toEqual([]);
  });

  it('keep their words short when these are edited to be long', async () => {
    const ref = await scene.platform.send(address, { text: ['One'], file: picture(20, 20) });

    await scene.platform.edit(ref, { text: ['x'.repeat(2_000)] });

    expect(shown()).toMatchObject([{ text: `${'x'.repeat(1_023)}…`, kind: 'photo' }]);
  });

  it('are sent into topics, and answer what was asked there', async () => {
    const chat = `telegram:chat:${String(group.id)}` as const;
    await scene.platform.send(`${chat}/7`, { text: ['One'], file: picture(20, 20) });

    expect(scene.telegram.messages(group.id)).toMatchObject([
      { text: 'One', topic: 7, media: { kind: 'photo' } },
    ]);
  });

  it('keep a link as words where Telegram takes no button for it', async () => {
    const buttons = [[{ kind: 'link', label: 'Open', url: 'http://ali/x' } as const]];

    await scene.platform.send(address, { text: ['One'], buttons, file: picture(20, 20) });

    expect(shown()).toMatchObject([{ text: 'One\n\nOpen: http://ali/x', kind: 'photo' }]);
  });
});
