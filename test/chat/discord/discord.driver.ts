import { extname } from 'node:path';
import pino from 'pino';
import type { PretendPerson } from '../../../sandbox/chat/discord/people';
import type { PretendDiscord } from '../../../sandbox/chat/discord/pretend-discord';
import { openPretendDiscord } from '../../../sandbox/chat/discord/pretend-discord';
import { buttonsOf } from '../../../sandbox/chat/discord/components';
import { readMarkdown } from '../../../sandbox/chat/discord/reading';
import type { StoredMessage } from '../../../sandbox/chat/discord/world';
import { createDiscord, type DiscordOptions } from '../../../src/chat/discord/discord';
import type { MessageRef } from '../../../src/chat/platform';
import { eventually } from '../eventually';
import type { PlatformDriver, Seen, SentFile } from '../platform.driver';

export const words: DiscordOptions['words'] = {
  en: { title: 'Paste the address', label: 'Address', example: 'http://localhost:54545/callback?…' },
  'zh-CN': { title: '粘贴地址', label: '地址', example: 'http://localhost:54545/callback?…' },
};

export const quiet = pino({ level: 'silent' });

/** Discord as the suite drives it, and what tests of Discord alone need besides. */
export interface DiscordDriver extends PlatformDriver {
  readonly discord: PretendDiscord;
  readonly ann: PretendPerson;
}

export async function openDiscordDriver(options: Partial<DiscordOptions> = {}): Promise<DiscordDriver> {
  const discord = await openPretendDiscord();
  const roles = [discord.freshId(), discord.freshId()];
  const ann = discord.person({ name: 'Ann', roles });
  const platform = createDiscord({
    token: discord.token,
    apiUrl: discord.url,
    log: quiet,
    words,
    ...options,
  });
  const channelOf = (where: 'private' | 'shared') =>
    where === 'private' ? ann.privateChat : discord.channel;

  function find(ref: MessageRef): StoredMessage {
    const message = [...ann.sees(ann.privateChat), ...ann.sees(discord.channel)].find(
      one => one.id === ref.id,
    );
    if (message === undefined) throw new Error('the message is no longer there');
    return message;
  }

  function command(channel: string, text: string, files: readonly SentFile[] = []): void {
    const [, name = '', line = ''] = /^\/(\S+)\s*(.*)$/s.exec(text) ?? [];
    const described = discord.menu().find(one => one.name === name)?.options ?? [];
    const given = line === '' ? [] : described.length === 1 ? [line] : line.split(' ');
    const options = Object.fromEntries(given.map((word, at) => [described[at]?.name ?? '', word]));
    ann.slash(channel, name, options, files);
  }

  return {
    discord,
    ann,
    platform,
    person: `discord:${ann.id}`,
    privateAddress: `discord:channel:${ann.privateChat}`,
    sharedAddress: `discord:channel:${discord.channel}`,
    sharedGroups: roles.map(role => `discord-role:${role}`),
    seen: where =>
      Promise.resolve(
        ann
          .sees(where === 'private' ? ann.privateChat : discord.channel)
          .filter(message => message.author !== ann.id)
          .filter(message => where === 'private' || (message.only !== undefined) === (where === 'answer'))
          .map(seenOf),
      ),
    written: where =>
      Promise.resolve(
        ann
          .sees(channelOf(where))
          .filter(message => message.author === ann.id)
          .map(message => message.content),
      ),
    types: (where, text) => {
      if (text.startsWith('/')) command(channelOf(where), text);
      else ann.writes(text, channelOf(where));
      return Promise.resolve();
    },
    sends: (where, files, text) => {
      if (text === undefined) ann.writes('', channelOf(where), files);
      else command(channelOf(where), text, files);
      return Promise.resolve();
    },
    filesIn: where =>
      Promise.resolve(
        ann
          .sees(channelOf(where))
          .filter(message => message.author === ann.id)
          .flatMap(message => message.files.map(({ name, title }) => originalName(name, title))),
      ),
    losesFiles: () => {
      discord.removeAttached();
      for (const message of ann.sees(ann.privateChat)) if (message.author === ann.id) ann.deletes(message);
      return Promise.resolve();
    },
    presses: (message, label) => {
      ann.press(find(message.ref), label);
      return Promise.resolve();
    },
    pastes: async (message, label, text) => {
      const press = ann.press(find(message.ref), label);
      await eventually(
        () => press.modal,
        modal => modal !== undefined,
      );
      ann.submit(press, text);
    },
    closePrivateChat: () => {
      ann.closesPrivateChat();
      return Promise.resolve();
    },
    failNext: kind => discord.failNext(kind),
    speaks: language => ann.speaks(language === 'en' ? 'en-US' : language),
    complaints: () => discord.violations(),
    close: () => discord.close(),
  };
}

function originalName(name: string, title: string | undefined): string {
  return title === undefined ? name : `${title}${extname(name)}`;
}

function seenOf(message: StoredMessage): Seen {
  const [file, ...others] = message.files;
  if (others.length > 0) throw new Error('a message has one file at most');
  const buttons = buttonsOf(message).map(({ label, url, customId }) => ({
    label,
    kind:
      url !== undefined
        ? ('link' as const)
        : customId?.startsWith('v1:paste:')
          ? ('paste' as const)
          : ('action' as const),
    ...(url === undefined ? {} : { url }),
  }));
  return {
    ref: { address: `discord:channel:${message.channel}`, id: message.id },
    text: readMarkdown(message.content),
    buttons,
    secret: (message.flags & 4) !== 0,
    ...(file !== undefined && {
      file: { name: file.name, bytes: file.bytes, isShown: file.contentType === 'image/png' },
    }),
  };
}
