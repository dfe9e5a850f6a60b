import { ChatClosed } from '../../../src/chat/platform';
import type { PlatformTraits } from '../platform.driver';
import type { Scene } from './scene';
import { reads } from './scene';

export function privateChatCases(traits: PlatformTraits, scene: () => Scene): void {
  describe('the private chat', () => {
    it('can be opened by who the person is', async () => {
      const address = await scene().platform.openPrivate(scene().driver.person);

      await scene().platform.send(address, { text: ['Hello'] });

      expect(address).toBe(scene().driver.privateAddress);
      await scene().sees('private', reads('Hello'));
    });

    if (traits.closable) {
      it('says so when the person closed it', async () => {
        await scene().driver.closePrivateChat();

        const greeting = scene()
          .platform.openPrivate(scene().driver.person)
          .then(address => scene().platform.send(address, { text: ['Hello'] }));

        await expect(greeting).rejects.toBeInstanceOf(ChatClosed);
      });
    }
  });
}
