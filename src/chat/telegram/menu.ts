import type { BotCommand } from 'telegraf/types';
import type { Language } from '../../messages/language';
import type { CommandDescription } from '../platform';
import type { Api } from './calling/api';

/** Telegram's tag of a language; the menu without one is everybody else's. */
const menus: readonly { readonly language: Language; readonly tag?: string }[] = [
  { language: 'en' },
  { language: 'zh-CN', tag: 'zh' },
];

/** Publishes the command menu in each language, where it is not already what is there. Throws TelegramFault. */
export async function publishMenu(api: Api, commands: readonly CommandDescription[]): Promise<void> {
  await Promise.all(
    menus.map(async ({ language, tag }) => {
      const scope = tag === undefined ? {} : { language_code: tag };
      const wanted = commands.map(command => entryOf(command, language));
      const present = await api('getMyCommands', scope);
      if (!isSame(wanted, present)) await api('setMyCommands', { ...scope, commands: wanted });
    }),
  );
}

function entryOf(command: CommandDescription, language: Language): BotCommand {
  return {
    command: command.name.replaceAll('-', '_'),
    description: command.description[language].slice(0, 256),
  };
}

function isSame(wanted: readonly BotCommand[], present: readonly BotCommand[]): boolean {
  return (
    wanted.length === present.length &&
    wanted.every(
      ({ command, description }, index) =>
        present[index]?.command === command && present[index].description === description,
    )
  );
}
