import type { Logger } from 'pino';
import type { Config } from '../config';
import { wordsFor } from '../messages/catalogue';
import type { Platform } from './platform';

/** The platforms that are configured. A library is loaded only where its platform is used. */
export async function openPlatforms(config: Config, log: Logger, onQuit: () => Promise<void>): Promise<readonly Platform[]> {
  const { discord, telegram, language } = config;
  const platforms: Platform[] = [];
  if (discord !== undefined) {
    const { createDiscord } = await import('./discord/discord.js');
    const words = { en: wordsFor('en', 'discord').login.ask, 'zh-CN': wordsFor('zh-CN', 'discord').login.ask };
    platforms.push(createDiscord({ ...discord, log, words }));
  }
  if (telegram !== undefined) {
    const { createTelegram } = await import('./telegram/telegram.js');
    platforms.push(createTelegram({ ...telegram, log }));
  }
  if (config.terminal) {
    const { createTerminal } = await import('./terminal/terminal.js');
    platforms.push(
      createTerminal({
        input: process.stdin,
        output: process.stdout,
        isTty: process.stdin.isTTY && process.stdout.isTTY,
        language,
        onQuit: () => void onQuit(),
      }),
    );
  }
  return platforms;
}
