import type { Part, PlatformName } from '../chat/platform';
import type { Mistake } from '../config/mistake';
import type { Problem } from '../errors';
import { conversation as en, type Conversation } from './en/conversation';
import { problems as enProblems, type ProblemSentences } from './en/problems';
import { startUp as enStartUp, type StartUp } from './en/start-up';
import type { Language } from './language';
import { writeCommand, type WriteCommand } from './write-command';
import { conversation as zhCN } from './zh-cn/conversation';
import { problems as zhCNProblems } from './zh-cn/problems';
import { startUp as zhCNStartUp } from './zh-cn/start-up';

/** Every sentence of one language, as one platform writes commands. */
export type Catalogue = Conversation & { readonly problem: ProblemSentences };

const languages = {
  en: command => ({ ...en(command), problem: enProblems(command) }),
  'zh-CN': command => ({ ...zhCN(command), problem: zhCNProblems(command) }),
} satisfies Record<Language, (command: WriteCommand) => Catalogue>;

export function wordsFor(language: Language, platform: PlatformName): Catalogue {
  return languages[language](writeCommand(platform));
}

/** The sentence of a problem. */
export function explain(words: Catalogue, problem: Problem): readonly Part[] {
  // There is one function for each code; TypeScript cannot see that this is the one for this problem.
  const sentence = words.problem[problem.code] as (problem: Problem) => readonly Part[];
  return sentence(problem);
}

/** What is printed before any chat is there. */
export function startUpWords(language: Language): StartUp {
  return language === 'en' ? enStartUp : zhCNStartUp;
}

/** The sentence of a mistake in the configuration. */
export function explainMistake(words: StartUp, mistake: Mistake): string {
  const sentence = words.mistake[mistake.code] as (mistake: Mistake) => string;
  return sentence(mistake);
}
