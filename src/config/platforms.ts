import { z } from 'zod';

import { webAddress } from './addresses';
import type { Reader } from './reader';
import type { VariableName } from './variables';

export interface DiscordSettings {
  readonly token: string;
  /** Without a slash at the end; discord.js's own when left out. */
  readonly apiUrl?: string;
  /** Where commands are registered for at once; everywhere when empty. */
  readonly guilds: readonly string[];
}

export interface TelegramSettings {
  readonly token: string;
  /** Without a slash at the end; telegraf's own when left out. */
  readonly apiUrl?: string;
}

export interface PlatformSettings {
  readonly discord?: DiscordSettings;
  readonly telegram?: TelegramSettings;
}

const snowflake = z.string().regex(/^\d{1,20}$/);
/** Tokens have no documented form, but one word they are; `Bot ` in front belongs to a header. */
const discordToken = z.string().regex(/^\S+$/);
/** The bot's number, a colon and letters, as BotFather gives it. */
const telegramToken = z.string().regex(/^\d+:[\w-]+$/);

/** The chat platforms that have a token. */
export function readPlatforms(reader: Reader): PlatformSettings {
  const discord = readDiscord(reader);
  const telegram = readTelegram(reader);
  return { ...(discord && { discord }), ...(telegram && { telegram }) };
}

function readDiscord(reader: Reader): DiscordSettings | undefined {
  const variable = 'DISCORD_GUILDS';
  const guilds = reader.list(variable, snowflake, position => ({
    code: 'not-a-discord-id',
    variable,
    position,
  }));
  const apiUrl = readApiUrl(reader, 'DISCORD_API_URL', 'https://discord.com/api');
  const token = reader.secret('DISCORD_TOKEN', {
    schema: discordToken,
    otherwise: name => ({ code: 'not-a-discord-token', variable: name }),
  });
  if (token === undefined) return undefined;
  return { token, ...(apiUrl && { apiUrl }), guilds: guilds.map(guild => guild.value) };
}

function readTelegram(reader: Reader): TelegramSettings | undefined {
  const apiUrl = readApiUrl(reader, 'TELEGRAM_API_URL', 'https://api.telegram.org');
  const token = reader.secret('TELEGRAM_TOKEN', {
    schema: telegramToken,
    otherwise: variable => ({ code: 'not-a-telegram-token', variable }),
  });
  return token === undefined ? undefined : { token, ...(apiUrl && { apiUrl }) };
}

function readApiUrl(reader: Reader, variable: VariableName, example: string): string | undefined {
  return reader.value(variable, webAddress, { code: 'not-a-url', variable, example });
}
