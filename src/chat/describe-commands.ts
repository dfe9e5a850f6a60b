import { wordsFor } from '../messages/catalogue';
import { isServerOption, type Command } from './command';
import type { CommandDescription } from './platform';

/** Menus and completion as the platforms need them. */
export function describeCommands(commands: readonly Command[]): readonly CommandDescription[] {
  const en = wordsFor('en', 'discord');
  const zh = wordsFor('zh-CN', 'discord');
  return commands.map(({ name, options, mostFiles }) => ({
    name,
    description: { en: en.commands[name].description, 'zh-CN': zh.commands[name].description },
    options: options.map(option => ({
      name: option.name,
      description: {
        en: wordFor(en.commands[name].options, option.name),
        'zh-CN': wordFor(zh.commands[name].options, option.name),
      },
      // Where a server can be filled in it must not be asked for.
      required: option.required === true && option.name !== 'server',
      ...(option.takesRest === true && { takesRest: true }),
      ...((isServerOption(option.name) || option.completes !== undefined) && { completes: true }),
      ...(option.looksLike !== undefined && { looksLike: option.looksLike }),
      ...(option.choices !== undefined && {
        choices: option.choices.map(word => ({
          word,
          name: { en: wordFor(en.choices, word), 'zh-CN': wordFor(zh.choices, word) },
        })),
      }),
    })),
    ...(mostFiles !== undefined && { mostFiles }),
  }));
}

function wordFor(options: Readonly<Record<string, string>>, name: string): string {
  return options[name] ?? name;
}
