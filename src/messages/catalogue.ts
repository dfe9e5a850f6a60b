import type { Part, PlatformName } from '../chat/platform';
import { en, type Catalogue, type WriteCommand } from './en';
import type { Language } from './language';
import { code } from './rich';
import { zhCN } from './zh-cn';

const languages = { en, 'zh-CN': zhCN } satisfies Record<Language, (command: WriteCommand) => Catalogue>;

/** How a command is typed on a platform. Telegram makes plain `/words` tappable and knows no dashes in them. */
export function writeCommand(platform: PlatformName): WriteCommand {
  return (name, words): Part => {
    const text = `/${platform === 'telegram' ? name.replaceAll('-', '_') : name}${words === undefined ? '' : ` ${words}`}`;
    return platform === 'telegram' ? text : code(text);
  };
}

/** Every sentence, in a language and as a platform writes commands. */
export function wordsFor(language: Language, platform: PlatformName): Catalogue {
  return languages[language](writeCommand(platform));
}

/** The sentence of a problem. */
export function explain(
  words: Catalogue,
  problem: Parameters<Catalogue['problem'][keyof Catalogue['problem']]>[0],
): readonly Part[] {
  // The table has one function for each code; TypeScript cannot see that this is the right one.
  const sentence = words.problem[problem.code] as (problem: unknown) => readonly Part[];
  return sentence(problem);
}
