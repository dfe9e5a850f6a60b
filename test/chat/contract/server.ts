import { ChatClosed, MessageGone } from '../../../src/chat/platform';
import type { PlatformTraits } from '../platform.driver';
import type { Scene } from './scene';
import { reads } from './scene';

export function serverCases(traits: PlatformTraits, scene: () => Scene): void {
  if (traits.remote) {
    describe('the server in between', () => {
      it('is obeyed when it asks to slow down', async () => {
        scene().driver.failNext('rate-limit');

        await scene().platform.send(scene().driver.privateAddress, { text: ['Patience'] });

        await scene().sees('private', reads('Patience'));
        expect(await scene().driver.seen('private')).toHaveLength(1);
      });

      it('may fail once without anything being taken for closed or gone', async () => {
        scene().driver.failNext('server-error');

        const failure = await scene()
          .platform.send(scene().driver.privateAddress, { text: ['Again'] })
          .then(
            () => undefined,
            (error: unknown) => error,
          );

        if (failure === undefined) await scene().sees('private', reads('Again'));
        else expect(failure instanceof ChatClosed || failure instanceof MessageGone).toBe(false);
      });
    });
  }
}
