import type { PlatformName } from '../../src/chat/platform';
import { explain, explainMistake, startUpWords, wordsFor } from '../../src/messages/catalogue';
import { plainText } from '../fakes/plain';
import { englishIn, flaws, isChinese } from './reading';
import { mistakes, problems } from './samples';

const platforms: readonly PlatformName[] = ['discord', 'telegram', 'terminal'];
const named = problems.map(problem => [JSON.stringify(problem), problem] as const);

describe('the sentence of a problem', () => {
  it.each(named)('is whole, in both languages and on every platform: %s', (_name, problem) => {
    for (const platform of platforms) {
      const texts = (['en', 'zh-CN'] as const).map(language =>
        plainText(explain(wordsFor(language, platform), problem)),
      );

      expect(texts.map(flaws)).toEqual([[], []]);
      expect(texts.map(isChinese)).toEqual([false, true]);
    }
  });

  it.each(named)('is Chinese throughout where it is Chinese: %s', (_name, problem) => {
    const said = explain(wordsFor('zh-CN', 'telegram'), problem).filter(part => typeof part === 'string');

    expect(said.flatMap(englishIn)).toEqual([]);
  });

  it.each(named)('holds the same facts in both languages: %s', (_name, problem) => {
    const facts = (['en', 'zh-CN'] as const).map(language =>
      explain(wordsFor(language, 'discord'), problem)
        .flatMap(part => (typeof part === 'string' || part.kind === 'moment' ? [] : [part.text]))
        .sort(),
    );

    expect(facts[0]).toEqual(facts[1]);
  });

  it('writes commands as the platform does', () => {
    const texts = platforms.map(platform =>
      plainText(explain(wordsFor('en', platform), { code: 'no-login-of-yours' })),
    );

    expect(texts.map(text => /\/\S+(?=\.)/.exec(text)?.[0])).toEqual([
      '/claude-login',
      '/claude_login',
      '/claude-login',
    ]);
  });
});

describe('the sentence of a mistake', () => {
  it.each(mistakes.map(mistake => [JSON.stringify(mistake), mistake] as const))(
    'is whole, in both languages: %s',
    (_name, mistake) => {
      const texts = (['en', 'zh-CN'] as const).map(language =>
        explainMistake(startUpWords(language), mistake),
      );

      expect(texts.map(flaws)).toEqual([[], []]);
      expect(texts.map(isChinese)).toEqual([false, true]);
      expect(texts.map(text => !('variable' in mistake) || text.includes(mistake.variable))).toEqual([
        true,
        true,
      ]);
    },
  );
});
