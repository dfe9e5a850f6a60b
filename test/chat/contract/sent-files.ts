import type { IncomingFile } from '../../../src/chat/platform';
import { eventually } from '../eventually';
import type { PlatformTraits, SentFile } from '../platform.driver';
import type { Scene } from './scene';

const ada: SentFile = {
  name: 'claude-ada@x.org.json',
  bytes: Buffer.from('{"type":"claude","名":"阿达"}\n'),
};
const bob: SentFile = { name: "bob's key (2).json", bytes: Buffer.from([0, 255, 128, 10]) };
const eve: SentFile = { name: '.credentials.json', bytes: Buffer.alloc(70_000, 'x') };
const most = 64 * 1024;

export function sentFileCases(traits: PlatformTraits, scene: () => Scene): void {
  const read = (files: readonly IncomingFile[]) => Promise.all(files.map(file => file.read(most)));

  describe('files that a person sends', () => {
    it('come with the command they were sent with', async () => {
      await scene().driver.sends('private', [ada], '/import ali');

      const { event, files, isPrivate } = await scene().hears();
      expect(event).toEqual({ kind: 'command', name: 'import', options: { server: 'ali' }, rest: '' });
      expect(isPrivate).toBe(true);
      expect(files).toMatchObject([{ name: ada.name, sizeBytes: ada.bytes.length }]);
      expect(await read(files)).toEqual([ada.bytes]);
    });

    it('come together when they were sent together, to the last byte', async () => {
      await scene().driver.sends('private', [ada, bob], '/import');

      const { event, files } = await scene().hears();
      expect(event).toEqual({ kind: 'command', name: 'import', options: {}, rest: '' });
      expect(files.map(file => file.name)).toEqual([ada.name, bob.name]);
      expect(await read(files)).toEqual([ada.bytes, bob.bytes]);
    });

    it('are heard of without a command too', async () => {
      await scene().driver.sends('private', [ada, bob]);

      const { event, files, place } = await scene().hears();
      expect(event).toEqual({ kind: 'files' });
      expect(place).toBe(scene().driver.privateAddress);
      expect(files.map(file => file.name)).toEqual([ada.name, bob.name]);
      expect(await read(files)).toEqual([ada.bytes, bob.bytes]);
    });

    it('are not there where none were sent', async () => {
      await scene().driver.types('private', '/import ali');

      const { files } = await scene().hears();
      expect(files).toEqual([]);
    });

    it('are refused when they are too large', async () => {
      await scene().driver.sends('private', [eve], '/import');

      const { files } = await scene().hears();
      expect(files.map(file => file.sizeBytes)).toEqual([eve.bytes.length]);
      await expect(read(files)).rejects.toMatchObject({
        problem: { code: 'import-too-large', mostBytes: most },
      });
    });

    it('cannot be read once they are gone, which is said', async () => {
      await scene().driver.sends('private', [ada], '/import');
      const { files } = await scene().hears();
      await scene().driver.losesFiles();

      const bytes = read(files);

      await expect(bytes).rejects.toMatchObject({ problem: { code: 'import-unreadable' } });
    });

    it('are all deleted where that is possible, and left to the person where it is not', async () => {
      await scene().driver.sends('private', [ada, bob]);
      const incoming = await scene().hears();

      const isForgotten = await incoming.forget();

      expect(isForgotten).toBe(traits.forgets !== 'by hand');
      const left = await scene().driver.filesIn('private');
      expect(left).toEqual(traits.forgets === 'by hand' ? [ada.name, bob.name] : []);
    });

    it('leave nothing in the chat to delete when they went with a command', async () => {
      await scene().driver.sends('private', [ada], '/import');
      const incoming = await scene().hears();

      const isForgotten = await incoming.forget();

      expect(isForgotten).toBe(true);
      expect(await scene().driver.filesIn('private')).toEqual([]);
    });

    it('can be answered', async () => {
      scene().reacts(async incoming => {
        await incoming.answer({ text: [`${String(incoming.files.length)} files`] });
      });

      await scene().driver.sends('private', [ada, bob]);

      await scene().sees('private', seen => seen.some(message => message.text.includes('2 files')));
    });

    if (traits.shared) {
      it('are heard of in a shared place with a command alone', async () => {
        await scene().driver.sends('shared', [ada]);
        await scene().driver.sends('shared', [bob], '/import ali');

        await scene().hears();
        const heard = await eventually(
          () => scene().heard,
          all => all.length > 0,
        );
        expect(heard.map(({ event, isPrivate }) => [event.kind, isPrivate])).toEqual([['command', false]]);
        expect(await read(heard[0]?.files ?? [])).toEqual([bob.bytes]);
      });
    }
  });
}
