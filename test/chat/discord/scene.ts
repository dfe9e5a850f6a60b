import type { CommandDescription } from '../../../src/chat/platform';
import type { DiscordDriver } from './discord.driver';

export const commands: readonly CommandDescription[] = [
  {
    name: 'claude-login',
    description: { en: 'Log a Claude account in', 'zh-CN': '登录 Claude 账号' },
    options: [
      {
        name: 'server',
        description: { en: 'Where', 'zh-CN': '服务器' },
        required: false,
        completes: true,
      },
    ],
  },
  {
    name: 'callback',
    description: { en: 'Hand over the address', 'zh-CN': '提交地址' },
    options: [
      {
        name: 'address',
        description: { en: 'All of it', 'zh-CN': '完整地址' },
        required: true,
        takesRest: true,
      },
    ],
  },
  { name: 'whoami', description: { en: 'Who you are', 'zh-CN': '你是谁' }, options: [] },
];

/** What the person reads there, the messages parted by `|`. */
export async function seenText(driver: DiscordDriver, where: 'private' | 'answer'): Promise<string> {
  return (await driver.seen(where)).map(message => message.text).join('|');
}
