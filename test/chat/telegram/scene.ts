import { createTelegram } from '../../../src/chat/telegram/telegram';
import type { CommandDescription, Incoming, Platform } from '../../../src/chat/platform';
import { type PretendTelegram, openPretendTelegram } from '../../../sandbox/chat/telegram/pretend-telegram';
import { eventually } from '../eventually';
import { group, keptLog, mei } from './driver';

const says = (en: string) => ({ en, 'zh-CN': `${en}（中文）` });
export const commands: readonly CommandDescription[] = [
  {
    name: 'claude-login',
    description: says('Log in'),
    options: [{ name: 'server', description: says('Where'), required: false }],
  },
  {
    name: 'import',
    description: says('Hand in'),
    options: [{ name: 'server', description: says('Where'), required: false }],
    mostFiles: 10,
  },
  { name: 'help', description: says('Help'), options: [] },
];

/** A bot on a pretend Telegram with Mei and a group; further bots with the same token can be started. */
export interface Scene {
  readonly telegram: PretendTelegram;
  readonly platform: Platform;
  readonly heard: readonly Incoming[];
  readonly logged: readonly string[];
  /** Starts another bot with the same token. */
  startBot(reaction?: (incoming: Incoming) => Promise<void>): Promise<Platform>;
  /** Waits until so many things were heard, by all bots together. */
  hears(count: number): Promise<readonly Incoming[]>;
  close(): Promise<void>;
}

export async function openScene(reaction?: (incoming: Incoming) => Promise<void>): Promise<Scene> {
  const telegram = await openPretendTelegram();
  telegram.addUser(mei);
  telegram.addGroup(group);
  const heard: Incoming[] = [];
  const { log, lines } = keptLog();
  const bots: Platform[] = [];

  async function startBot(react: (incoming: Incoming) => Promise<void> = () => Promise.resolve()) {
    const platform = createTelegram({ token: telegram.token, apiUrl: telegram.url, log });
    bots.push(platform);
    await platform.start(commands, {
      receive: incoming => {
        heard.push(incoming);
        return react(incoming);
      },
      complete: () => [],
    });
    return platform;
  }

  return {
    telegram,
    heard,
    logged: lines,
    startBot,
    platform: await startBot(reaction),
    hears: count =>
      eventually(
        () => heard,
        all => all.length >= count,
      ),
    close: async () => {
      await Promise.all(bots.map(bot => bot.stop()));
      await telegram.close();
    },
  };
}
