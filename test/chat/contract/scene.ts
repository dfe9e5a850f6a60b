import type { CommandDescription, Incoming, Listener, Message, Platform } from '../../../src/chat/platform';
import { eventually } from '../eventually';
import type { PlatformDriver, Seen, Where } from '../platform.driver';

const says = (en: string) => ({ en, 'zh-CN': `${en}（中文）` });
const commands: readonly CommandDescription[] = [
  {
    name: 'claude-login',
    description: says('Log in'),
    options: [
      { name: 'server', description: says('Where'), required: false, completes: true },
      { name: 'note', description: says('Why'), required: false },
    ],
  },
  {
    name: 'callback',
    description: says('Hand over'),
    options: [{ name: 'address', description: says('All of it'), required: true, takesRest: true }],
  },
  {
    name: 'import',
    description: says('Hand in'),
    options: [{ name: 'server', description: says('Where'), required: false }],
    mostFiles: 3,
  },
  { name: 'dry_run', description: says('Try'), options: [] },
];

/** Whatever means something to some platform's markup. */
export const trying = String.raw`<b>&amp; *bold* _it_ __u__ ~~s~~ ||sp|| @everyone @here <@1> <#2> <t:3:R> :joy: [a](https://b.c) \ 日本 中文 🎉`;

/** A platform that has started, what it heard, and the person in front of it. */
export interface Scene {
  readonly driver: PlatformDriver;
  readonly platform: Platform;
  readonly heard: readonly Incoming[];
  /** What the listener does from now on; nothing at first. */
  reacts(reaction: (incoming: Incoming) => Promise<void>): void;
  hears(count?: number): Promise<Incoming>;
  sees(where: Where, accepts: (seen: readonly Seen[]) => boolean): Promise<Seen>;
}

export async function begin(driver: PlatformDriver): Promise<Scene> {
  const heard: Incoming[] = [];
  let react: (incoming: Incoming) => Promise<void> = () => Promise.resolve();
  const listener: Listener = {
    receive: incoming => {
      heard.push(incoming);
      return react(incoming);
    },
    complete: () => [],
  };
  await driver.platform.start(commands, listener);
  return {
    driver,
    platform: driver.platform,
    heard,
    reacts: reaction => {
      react = reaction;
    },
    hears: async (count = 1) => {
      await eventually(
        () => heard.length,
        length => length >= count,
      );
      return last(heard);
    },
    sees: async (where, accepts) =>
      last(
        await eventually(
          () => driver.seen(where),
          seen => seen.length > 0 && accepts(seen),
        ),
      ),
  };
}

export function last<T>(values: readonly T[]): T {
  const value = values.at(-1);
  if (value === undefined) throw new Error('nothing there');
  return value;
}

export function reads(words: string): (seen: readonly Seen[]) => boolean {
  return seen => last(seen).text.includes(words);
}

/** A message with a button of every kind. */
export const status: Message = {
  text: ['Ready'],
  buttons: [
    [{ kind: 'link', label: 'Authorize', url: 'https://example.org/a?b=c&d=e%20f_g*h' }],
    [
      {
        kind: 'paste',
        label: 'Paste',
        action: 'paste:ali.x1',
        ask: {
          title: 'Paste the address',
          label: 'Address',
          example: 'http://localhost:54545/callback?code=…',
        },
      },
      { kind: 'action', label: 'Cancel', action: 'cancel:ali.x-1_2', style: 'danger' },
    ],
  ],
};
