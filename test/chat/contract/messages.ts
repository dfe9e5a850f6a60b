import type { Message } from '../../../src/chat/platform';
import { MessageGone } from '../../../src/chat/platform';
import { eventually } from '../eventually';
import type { PlatformTraits } from '../platform.driver';
import type { Scene } from './scene';
import { reads, status, trying } from './scene';

export function messageCases(traits: PlatformTraits, scene: () => Scene): void {
  describe('messages', () => {
    it('are sent, edited and removed', async () => {
      const ref = await scene().platform.send(scene().driver.privateAddress, { text: ['Waiting'] });
      await scene().sees('private', reads('Waiting'));

      await scene().platform.edit(ref, { text: ['Over'] });

      await scene().sees('private', reads('Over'));
      await scene().platform.remove(ref);
      if (traits.editsInPlace) expect(await scene().driver.seen('private')).toEqual([]);
    });

    it('lose their buttons when edited without any', async () => {
      const ref = await scene().platform.send(scene().driver.privateAddress, status);

      await scene().platform.edit(ref, { text: ['Over'] });

      const shown = await scene().sees('private', reads('Over'));
      expect(shown.buttons).toEqual([]);
    });

    it('may be edited to what they already are', async () => {
      const ref = await scene().platform.send(scene().driver.privateAddress, status);

      await scene().platform.edit(ref, status);

      await scene().platform.edit(ref, status);
      await scene().sees('private', reads('Ready'));
    });

    it('that are gone say so when edited, and may be removed again', async () => {
      const ref = await scene().platform.send(scene().driver.privateAddress, { text: ['Waiting'] });
      await scene().platform.remove(ref);

      const edit = scene().platform.edit(ref, { text: ['Over'] });

      await expect(edit).rejects.toBeInstanceOf(MessageGone);
      await scene().platform.remove(ref);
    });

    it('arrive as they were meant, whatever characters they hold', async () => {
      const lines = [
        '# not a title',
        '> not a quote',
        '- not a list',
        '1. nor this',
        '```',
        '-# small',
        '`tick`',
      ];
      const words = [trying, ...lines].join('\n');

      await scene().platform.send(scene().driver.privateAddress, {
        text: [
          `(${words})`,
          '\n',
          { kind: 'bold', text: `[${trying}]` },
          ' ',
          { kind: 'code', text: `{${trying}}` },
          ' ',
          { kind: 'code', text: 'a`b``c' },
          '\n',
          { kind: 'block', text: `if <x> {\n  ${trying}\n}` },
          'end',
        ],
      });

      const shown = await scene().sees('private', reads('end'));
      expect(shown.text).toContain(`(${words})`);
      expect(shown.text).toContain(`[${trying}]`);
      expect(shown.text).toContain(`{${trying}}`);
      expect(shown.text).toContain('a`b``c');
      expect(shown.text).toContain(`if <x> {\n  ${trying}\n}`);
    });

    it('show moments as something to read', async () => {
      await scene().platform.send(scene().driver.privateAddress, {
        text: ['until ', { kind: 'moment', atMs: Date.UTC(2026, 10, 22, 12, 30) }, ' o’clock'],
      });

      const shown = await scene().sees('private', reads('until'));
      expect(shown.text).toMatch(/^until .*\d.* o’clock$/);
      expect(shown.text).not.toContain(String(Date.UTC(2026, 10, 22, 12, 30)));
    });

    if (traits.marksSecrets) {
      it('that are secret are marked so, also after an edit', async () => {
        const link: Message = { ...status, secret: true };
        const ref = await scene().platform.send(scene().driver.privateAddress, link);
        const before = await scene().sees('private', reads('Ready'));

        await scene().platform.edit(ref, { ...link, text: ['Still there'] });

        const after = await scene().sees('private', reads('Still there'));
        expect([before.secret, after.secret]).toEqual([true, true]);
      });
    }

    if (traits.longest !== undefined) {
      const longest = traits.longest;
      it.each([
        ['words', (line: string) => line],
        ['bold words', (text: string) => ({ kind: 'bold' as const, text })],
        ['code', (text: string) => ({ kind: 'code' as const, text })],
        ['a block', (text: string) => ({ kind: 'block' as const, text })],
      ])('of too many %s are cut where one sees it, with their buttons', async (_, part) => {
        const line = 'a_b <*> 中文 🎉\n';
        const text = line.repeat(Math.ceil((longest * 1.5) / line.length));

        const ref = await scene().platform.send(scene().driver.privateAddress, {
          ...status,
          text: [part(text)],
        });
        await scene().platform.edit(ref, { ...status, text: ['edited ', part(text)] });

        const seen = await eventually(
          () => scene().driver.seen('private'),
          all => all.some(one => one.text.startsWith('edited')),
        );
        const whole = seen.map(one => one.text).join('');
        expect(whole.includes('…') || whole.includes(text)).toBe(true);
        expect(whole).toContain(line.repeat(10));
        expect(seen.flatMap(one => one.buttons)).toHaveLength(3);
      });
    }
  });
}
