import type { Seen } from '../platform.driver';
import type { Scene } from './scene';
import { reads, status } from './scene';

export function buttonCases(scene: () => Scene): void {
  describe('buttons', () => {
    it('come back as the action they stand for, once', async () => {
      await scene().platform.send(scene().driver.privateAddress, status);
      const shown = await scene().sees('private', reads('Ready'));

      await scene().driver.presses(shown, 'Cancel');
      await scene().driver.types('private', 'done');

      await scene().hears(2);
      expect(scene().heard.map(incoming => incoming.event)).toEqual([
        { kind: 'action', action: 'cancel:ali.x-1_2' },
        { kind: 'text', text: 'done' },
      ]);
    });

    it('that ask for text bring it as it was pasted', async () => {
      const pasted = 'http://localhost:54545/callback?code=a_b*c&state=<d>#e';
      await scene().platform.send(scene().driver.privateAddress, status);
      const shown = await scene().sees('private', reads('Ready'));

      await scene().driver.pastes(shown, 'Paste', pasted);

      const incoming = await scene().hears();
      expect(scene().heard).toHaveLength(1);
      expect(incoming).toMatchObject({ person: { id: scene().driver.person }, isPrivate: true });
      expect(incoming.event).toEqual({ kind: 'paste', action: 'paste:ali.x1', text: pasted });
    });

    it('can be answered', async () => {
      scene().reacts(async incoming => {
        await incoming.answer({ text: ['Cancelled.'] });
      });
      await scene().platform.send(scene().driver.privateAddress, status);
      const shown = await scene().sees('private', reads('Ready'));

      await scene().driver.presses(shown, 'Cancel');

      await scene().sees('private', reads('Cancelled.'));
    });

    it('that open an address keep it whole', async () => {
      await scene().platform.send(scene().driver.privateAddress, status);

      const shown = await scene().sees('private', reads('Ready'));
      expect(addressesIn(shown)).toContain('https://example.org/a?b=c&d=e%20f_g*h');
    });

    it.each([
      ['is very long', `https://example.org/?q=${'x'.repeat(700)}`],
      ['leads to the own machine', 'http://127.0.0.1:8080/consent?state=a_b'],
    ])('show an address that %s in one way or another', async (_, url) => {
      await scene().platform.send(scene().driver.privateAddress, {
        text: ['Ready'],
        buttons: [[{ kind: 'link', label: 'Authorize', url }]],
      });

      const shown = await scene().sees('private', reads('Ready'));
      expect(addressesIn(shown)).toContain(url);
    });
  });
}

/** Addresses a person can follow or copy from a message. */
function addressesIn(seen: Seen): readonly string[] {
  const inButtons = seen.buttons.flatMap(button => button.url ?? []);
  return [...inButtons, ...(seen.text.match(/https?:\/\/\S+/g) ?? [])];
}
