import { answerCases } from './contract/answers';
import { buttonCases } from './contract/buttons';
import { commandCases } from './contract/commands';
import { fileCases } from './contract/files';
import { listenerCases } from './contract/listener';
import { messageCases } from './contract/messages';
import { privateChatCases } from './contract/private-chat';
import { sentFileCases } from './contract/sent-files';
import { serverCases } from './contract/server';
import { wordCases } from './contract/words';
import type { Scene } from './contract/scene';
import { begin } from './contract/scene';
import type { PlatformDriver, PlatformTraits } from './platform.driver';

/** What every platform must do, seen from both its ends: the port, and the person in front of it. */
export function platformContract(traits: PlatformTraits, open: () => Promise<PlatformDriver>): void {
  describe(`the platform port on ${traits.name}`, () => {
    let scene: Scene;

    beforeEach(async () => {
      scene = await begin(await open());
    });

    afterEach(async () => {
      await scene.platform.stop();
      const complaints = scene.driver.complaints();
      await scene.driver.close();
      expect(complaints).toEqual([]);
    });

    commandCases(traits, () => scene);
    wordCases(traits, () => scene);
    buttonCases(() => scene);
    answerCases(traits, () => scene);
    messageCases(traits, () => scene);
    fileCases(traits, () => scene);
    sentFileCases(traits, () => scene);
    privateChatCases(traits, () => scene);
    serverCases(traits, () => scene);
    listenerCases(() => scene);
  });
}
