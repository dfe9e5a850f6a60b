import { homedir, tmpdir } from 'node:os';
import type { Log } from '../log';
import type { Config } from '../config';
import { wordsFor } from '../messages/catalogue';
import type { Platform } from './platform';

export interface Platforms {
  readonly all: readonly Platform[];
  /** Resolves when the script that speaks in the terminal has nothing more to say; never for people. */
  readonly scriptEnded: Promise<void>;
}

/** The platforms that are configured. A library is loaded only where its platform is used. */
export async function openPlatforms(
  config: Config,
  log: Log,
  onQuit: () => Promise<void>,
): Promise<Platforms> {
  const { discord, telegram, language } = config;
  const platforms: Platform[] = [];
  let scriptEnded = new Promise<void>(() => undefined);
  if (discord !== undefined) {
    const { createDiscord } = await import('./discord/discord.js');
    const words = {
      en: wordsFor('en', 'discord').login.ask('claude'),
      'zh-CN': wordsFor('zh-CN', 'discord').login.ask('claude'),
    };
    platforms.push(createDiscord({ ...discord, log, words }));
  }
  if (telegram !== undefined) {
    const { createTelegram } = await import('./telegram/telegram.js');
    platforms.push(createTelegram({ ...telegram, log }));
  }
  if (config.terminal) {
    const { createTerminal } = await import('./terminal/terminal.js');
    const isTty = process.stdin.isTTY && process.stdout.isTTY;
    const terminal = createTerminal({
      input: process.stdin,
      output: process.stdout,
      isTty,
      colour: isTty && config.colour,
      language,
      name: config.ssh.localUser,
      files: tmpdir(),
      disk: { workingDirectory: process.cwd(), home: homedir() },
      onQuit: () => void onQuit(),
    });
    scriptEnded = terminal.ended;
    platforms.push(terminal);
  }
  return { all: platforms, scriptEnded };
}
