import { createCanvas } from '@napi-rs/canvas';
import type { AttachedFile, Message } from '../../../src/chat/platform';
import { eventually } from '../eventually';
import type { PlatformTraits, Seen, Where } from '../platform.driver';
import type { Scene } from './scene';
import { reads, status } from './scene';

const log: AttachedFile = {
  name: 'ali.log',
  kind: 'text',
  bytes: Buffer.from('first line\n重启 🎉 `*_<b>\nlast line\n'),
  description: 'The log of ali',
};
const card = pictureOf('#3fd0a0');
const other = pictureOf('#ff7a59');

export function fileCases(traits: PlatformTraits, scene: () => Scene): void {
  /** What the person has of files, words and buttons, all messages together. */
  async function has(where: Where, accepts: (seen: readonly Seen[]) => boolean) {
    const seen = await eventually(() => scene().driver.seen(where), accepts);
    return {
      text: seen.map(one => one.text).join('\n'),
      buttons: seen.findLast(one => one.buttons.length > 0)?.buttons ?? [],
      files: seen.flatMap(one => one.file ?? []),
      count: seen.length,
    };
  }

  const hasFile = (seen: readonly Seen[]) => seen.some(one => one.file !== undefined);
  const hasBytes = (file: AttachedFile) => (seen: readonly Seen[]) =>
    seen.some(one => one.file?.bytes.equals(file.bytes));

  describe('files', () => {
    it('that are pictures are shown where that can be, with words and buttons', async () => {
      await scene().platform.send(scene().driver.privateAddress, { ...status, file: card });

      const { text, buttons, files, count } = await has('private', hasFile);
      expect(text).toContain('Ready');
      expect(buttons).toHaveLength(3);
      expect(count).toBe(1);
      expect(files).toHaveLength(1);
      expect(files[0]?.name.endsWith('accounts.png')).toBe(true);
      expect(files[0]?.bytes.equals(card.bytes)).toBe(true);
      expect(files[0]?.isShown).toBe(traits.showsPictures);
    });

    it('of text arrive as they are, to the last character', async () => {
      await scene().platform.send(scene().driver.privateAddress, { text: ['Here it is'], file: log });

      const { text, files } = await has('private', reads('Here it is'));
      const [file] = files;
      const content = file === undefined ? `${text}\n` : file.bytes.toString('utf8');
      expect(content).toContain(Buffer.from(log.bytes).toString('utf8'));
      if (file !== undefined) expect(file).toMatchObject({ name: 'ali.log', isShown: false });
    });

    it('can be put to a message that stands, and stay when its words change', async () => {
      const ref = await scene().platform.send(scene().driver.privateAddress, { text: ['Looking'] });

      await scene().platform.edit(ref, { ...status, text: ['Found'], file: card });

      const found = await has('private', hasFile);
      expect(found.text).toContain('Found');
      expect(found.buttons).toHaveLength(3);
      await scene().platform.edit(ref, { ...status, text: ['Read'] });
      const read = await has('private', reads('Read'));
      expect(read.files).toHaveLength(1);
      expect(read.buttons).toHaveLength(3);
      if (traits.editsInPlace) expect(read).toMatchObject({ text: 'Read', count: 1 });
    });

    it('take the place of one before', async () => {
      const ref = await scene().platform.send(scene().driver.privateAddress, { text: ['One'], file: card });

      await scene().platform.edit(ref, { text: ['Two'], file: other });

      const { files, text } = await has('private', hasBytes(other));
      if (traits.editsInPlace) {
        expect(files).toHaveLength(1);
        expect(text).toBe('Two');
      }
    });

    it('are removed with their message', async () => {
      const ref = await scene().platform.send(scene().driver.privateAddress, { text: ['One'], file: card });

      await scene().platform.remove(ref);

      if (traits.editsInPlace) expect(await scene().driver.seen('private')).toEqual([]);
    });

    it('of a message that is gone change nothing', async () => {
      const ref = await scene().platform.send(scene().driver.privateAddress, { text: ['One'], file: card });
      await scene().platform.remove(ref);

      const edit = scene().platform.edit(ref, { text: ['Two'], file: other });

      await expect(edit).rejects.toMatchObject({ name: 'MessageGone' });
    });

    it('come with all of the words, also when those are many, and again after an edit', async () => {
      const words = Array.from({ length: 150 }, (_, index) => `word ${String(index)}`).join(', ');
      const message: Message = { ...status, text: [words] };
      const ref = await scene().platform.send(scene().driver.privateAddress, { ...message, file: card });
      const before = await has('private', hasFile);

      await scene().platform.edit(ref, { ...message, text: [`Now: ${words}`], file: other });

      const after = await has('private', hasBytes(other));
      expect(before.text).toContain(words);
      expect(before.buttons).toHaveLength(3);
      expect(after.text).toContain(`Now: ${words}`);
      expect(after.buttons).toHaveLength(3);
      if (!traits.editsInPlace) return;
      expect(after.files).toHaveLength(1);
      await scene().platform.remove(ref);
      expect(await scene().driver.seen('private')).toEqual([]);
    });

    it('can be an answer, the first or a later one', async () => {
      const files = [card, other];
      scene().reacts(async incoming => {
        const file = files.shift();
        if (file === other) await incoming.answer({ text: ['Looking'] });
        if (file !== undefined) await incoming.answer({ ...status, text: ['Found'], file });
      });

      await scene().driver.types('private', '/claude-login ali');
      await has('private', hasBytes(card));
      await scene().driver.types('private', '/claude-login ali');

      const { text } = await has('private', hasBytes(other));
      expect(text.match(/Found/g)).toHaveLength(2);
    });

    it('can be an answer to a pressed button', async () => {
      scene().reacts(async incoming => {
        await incoming.answer({ text: ['Pressed'], file: card });
      });
      await scene().platform.send(scene().driver.privateAddress, status);
      const shown = await scene().sees('private', reads('Ready'));

      await scene().driver.presses(shown, 'Cancel');

      const { text } = await has('private', hasBytes(card));
      expect(text).toContain('Pressed');
    });

    if (traits.shared) {
      it('reach the person who asked in a shared place', async () => {
        scene().reacts(async incoming => {
          await incoming.answer({ text: ['Looking'] });
          await incoming.answer({ ...status, text: ['Found'], file: card });
        });

        await scene().driver.types('shared', '/claude-login ali');

        const { text, buttons, count } = await has('answer', hasBytes(card));
        expect(text).toBe('Found');
        expect(buttons).toHaveLength(3);
        expect(count).toBe(1);
      });

      it('are sent to places that others read', async () => {
        await scene().platform.send(scene().driver.sharedAddress, { text: ['For all'], file: card });

        const { text } = await has('shared', hasBytes(card));
        expect(text).toContain('For all');
      });
    }

    if (traits.remote) {
      it.each(['rate-limit', 'server-error'] as const)('are sent once in spite of a %s', async mishap => {
        scene().driver.failNext(mishap);

        await scene().platform.send(scene().driver.privateAddress, { text: ['Patience'], file: card });

        const { files, count } = await has('private', hasBytes(card));
        expect([files.length, count]).toEqual([1, 1]);
      });
    }
  });
}

function pictureOf(colour: string): AttachedFile {
  const canvas = createCanvas(60, 40);
  const context = canvas.getContext('2d');
  context.fillStyle = colour;
  context.fillRect(0, 0, 60, 40);
  return {
    name: 'accounts.png',
    kind: 'picture',
    bytes: canvas.toBuffer('image/png'),
    description: 'All accounts',
  };
}
