import { isDeepStrictEqual } from 'node:util';
import type { REST } from 'discord.js';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  InteractionContextType,
  Routes,
} from 'discord.js';
import type { Log } from '../../log';
import { z } from 'zod';
import { messageOf } from '../../errors';
import { wordsFor } from '../../messages/catalogue';
import type { CommandDescription } from '../platform';
import { asked } from './failures';

const ATTACHMENT: number = ApplicationCommandOptionType.Attachment;

/** The parts of a published command that are ours to set; what Discord adds is left out. */
const published = z.array(
  z.object({
    type: z.number(),
    name: z.string(),
    description: z.string(),
    description_localizations: z
      .record(z.string(), z.string())
      .nullish()
      .transform(some => some ?? {}),
    contexts: z
      .array(z.number())
      .nullish()
      .transform(some => [...(some ?? [])].sort()),
    options: z
      .array(
        z.object({
          type: z.number(),
          name: z.string(),
          description: z.string(),
          description_localizations: z
            .record(z.string(), z.string())
            .nullish()
            .transform(some => some ?? {}),
          required: z.boolean().default(false),
          autocomplete: z.boolean().default(false),
          choices: z
            .array(
              z.object({
                name: z.string(),
                name_localizations: z
                  .record(z.string(), z.string())
                  .nullish()
                  .transform(some => some ?? {}),
                value: z.string(),
              }),
            )
            .default([]),
        }),
      )
      .default([]),
  }),
);

type Published = z.infer<typeof published>;

/** Where a menu of commands lies: with the application, or in one guild, where it takes effect at once. */
export interface Menu {
  readonly application: string;
  readonly guild?: string;
}

/**
 * Puts the menus where people find them and replaces only those that differ. With guilds named, these have
 * menus of their own and the application's is for private chats alone, or each command would show twice; for
 * the same reason other guilds' menus from an earlier configuration are emptied. A menu that cannot be
 * published is logged: the bot works with the old one.
 */
export async function publishCommands(
  rest: REST,
  application: string,
  guilds: { readonly named: readonly string[]; readonly joined: readonly string[] },
  commands: readonly CommandDescription[],
  log: Log,
): Promise<void> {
  const everywhere =
    guilds.named.length === 0
      ? [InteractionContextType.Guild, InteractionContextType.BotDM]
      : [InteractionContextType.BotDM];
  const others = guilds.joined.filter(guild => !guilds.named.includes(guild));
  const wanted = menuOf(commands, []);

  async function publish(menu: Menu, content: Published): Promise<void> {
    try {
      if (await replaceMenu(rest, menu, content))
        log.info({ guild: menu.guild }, 'Discord commands published');
    } catch (error) {
      log.error({ guild: menu.guild, reason: messageOf(error) }, 'Discord commands could not be published');
    }
  }

  await Promise.all([
    publish({ application }, menuOf(commands, everywhere)),
    ...guilds.named.map(guild => publish({ application, guild }, wanted)),
    ...others.map(guild => publish({ application, guild }, [])),
  ]);
}

/** Whether the menu had to be replaced. */
async function replaceMenu(rest: REST, menu: Menu, wanted: Published): Promise<boolean> {
  const route =
    menu.guild === undefined
      ? Routes.applicationCommands(menu.application)
      : Routes.applicationGuildCommands(menu.application, menu.guild);
  const query = new URLSearchParams({ with_localizations: 'true' });
  const present = published.parse(await asked(rest.get(route, { query })));
  if (isDeepStrictEqual(byName(present), byName(wanted))) return false;
  await asked(rest.put(route, { body: wanted.map(command => inMenu(menu, command)) }));
  return true;
}

/** Only the application's menu says in which kinds of places its commands are. */
function inMenu(menu: Menu, { contexts, options, ...command }: Published[number]) {
  const named = { ...command, options: options.map(asSent) };
  return menu.guild === undefined ? { ...named, contexts } : named;
}

/** No choices are not an empty list, and files know no completion. */
function asSent({ choices, autocomplete, ...option }: PublishedOption) {
  if (option.type === ATTACHMENT) return option;
  return { ...option, autocomplete, ...(choices.length > 0 && { choices }) };
}

function menuOf(
  commands: readonly CommandDescription[],
  contexts: readonly InteractionContextType[],
): Published {
  return commands.map(command => ({
    type: ApplicationCommandType.ChatInput,
    name: command.name,
    ...described(command.description),
    contexts: [...contexts],
    options: [...command.options.map(wordOption), ...fileOptions(command.mostFiles ?? 0)],
  }));
}

type PublishedOption = Published[number]['options'][number];

function wordOption(option: CommandDescription['options'][number]): PublishedOption {
  return {
    type: ApplicationCommandOptionType.String,
    name: option.name,
    ...described(option.description),
    required: option.required,
    autocomplete: option.completes === true,
    choices: (option.choices ?? []).map(({ name: { en, ...localized }, word }) => ({
      name: en,
      name_localizations: localized,
      value: word,
    })),
  };
}

/** `file`, `file2`, …: an option takes one file. */
function fileOptions(most: number): readonly PublishedOption[] {
  const description = {
    en: wordsFor('en', 'discord').fileOption,
    'zh-CN': wordsFor('zh-CN', 'discord').fileOption,
  };
  return Array.from({ length: most }, (_, index) => ({
    type: ATTACHMENT,
    name: index === 0 ? 'file' : `file${String(index + 1)}`,
    ...described(description),
    required: false,
    autocomplete: false,
    choices: [],
  }));
}

function described(description: CommandDescription['description']) {
  const { en, ...localized } = description;
  return { description: en, description_localizations: localized };
}

function byName(menu: Published): Published {
  return [...menu].sort((one, other) => (one.name < other.name ? -1 : 1));
}
