import type { PlatformTraits } from '../platform.driver';
import type { Scene } from './scene';
import { trying } from './scene';

export function wordCases(traits: PlatformTraits, scene: () => Scene): void {
  describe('words', () => {
    it('hears plain words in the private chat as they were typed', async () => {
      await scene().driver.types('private', trying);

      const incoming = await scene().hears();
      expect(incoming).toMatchObject({ isPrivate: true, place: scene().driver.privateAddress });
      expect(incoming.event).toEqual({ kind: 'text', text: trying });
    });

    it('tells the language of the person', async () => {
      const languages = traits.fixedLanguage === true ? (['en'] as const) : (['en', 'zh-CN'] as const);
      for (const language of languages) {
        scene().driver.speaks(language);
        await scene().driver.types('private', '/claude-login');
        await scene().driver.types('private', 'hello');
      }

      await scene().hears(languages.length * 2);
      expect(scene().heard.map(incoming => incoming.person.language)).toEqual(
        languages.flatMap(language => [language, language]),
      );
    });

    it('forgets what a person wrote where that is possible, and never fails', async () => {
      await scene().driver.types('private', 'code#state');
      const incoming = await scene().hears();

      const isForgotten = await incoming.forget();

      expect(isForgotten).toBe(traits.forgets !== 'by hand');
      expect(await incoming.forget()).toBe(isForgotten);
      expect(await scene().driver.written('private')).toEqual(traits.forgets === 'yes' ? [] : ['code#state']);
    });
  });
}
