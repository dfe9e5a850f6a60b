import { createTelegram } from '../../../src/chat/telegram/telegram';
import { type Log, createLog } from '../../../src/log';
import {
  type PretendMessage,
  type PretendTelegram,
  openPretendTelegram,
} from '../../../sandbox/chat/telegram/pretend-telegram';
import type { PlatformDriver, Seen } from '../platform.driver';

export const mei = { id: 4_711, first_name: 'Mei', last_name: 'Lin', username: 'mei', language_code: 'en' };
export const group = { id: -100_200_300, title: 'Operations' };

/** A log that keeps its lines. */
export function keptLog(): { readonly log: Log; readonly lines: readonly string[] } {
  const lines: string[] = [];
  return { lines, log: createLog('trace', { write: line => lines.push(line) }) };
}

export async function openDriver(): Promise<PlatformDriver & { readonly telegram: PretendTelegram }> {
  const telegram = await openPretendTelegram();
  telegram.addUser(mei);
  telegram.addGroup(group);
  let language = 'en';
  const chats = { private: mei.id, shared: group.id, answer: group.id };

  async function appears<T>(read: () => T | undefined): Promise<T> {
    for (const giveUpAt = Date.now() + 5_000; Date.now() < giveUpAt;) {
      const found = read();
      if (found !== undefined) return found;
      await new Promise(resolve => setTimeout(resolve, 5));
    }
    throw new Error('waited in vain');
  }

  return {
    telegram,
    platform: createTelegram({ token: telegram.token, apiUrl: telegram.url, log: keptLog().log }),
    person: `telegram:${String(mei.id)}`,
    privateAddress: `telegram:chat:${String(mei.id)}`,
    sharedAddress: `telegram:chat:${String(group.id)}`,
    sharedGroups: [`telegram-chat:${String(group.id)}`],
    seen: where =>
      Promise.resolve(
        telegram
          .messages(chats[where])
          .filter(({ from }) => from.id === telegram.bot.id)
          .map(seenOf),
      ),
    written: where =>
      Promise.resolve(
        telegram
          .messages(chats[where])
          .filter(({ from }) => from.id !== telegram.bot.id)
          .map(({ text }) => text),
      ),
    types: (where, text) => {
      telegram.addUser({ ...mei, language_code: language });
      telegram.types(mei.id, chats[where], text);
      return Promise.resolve();
    },
    sends: (where, files, caption) => {
      telegram.sends(mei.id, chats[where], files, caption === undefined ? {} : { caption });
      return Promise.resolve();
    },
    filesIn: where =>
      Promise.resolve(
        telegram
          .messages(chats[where])
          .filter(({ from }) => from.id === mei.id)
          .flatMap(({ media }) => media?.name ?? []),
      ),
    losesFiles: () => {
      telegram.loseFiles();
      return Promise.resolve();
    },
    presses: ({ ref }, label) => {
      telegram.presses(mei.id, mei.id, Number(ref.id), label);
      return Promise.resolve();
    },
    pastes: async ({ ref }, label, text) => {
      telegram.presses(mei.id, mei.id, Number(ref.id), label);
      const question = await appears(() =>
        telegram.messages(mei.id).find(({ markup }) => markup.forceReply !== undefined),
      );
      telegram.types(mei.id, mei.id, text, { replyTo: question.id });
    },
    closePrivateChat: () => {
      telegram.setChat(mei.id, 'blocked');
      return Promise.resolve();
    },
    failNext: kind => {
      telegram.failNext(kind === 'rate-limit' ? { code: 429, retryAfter: 1 } : { code: 502 });
    },
    speaks: spoken => {
      language = spoken === 'zh-CN' ? 'zh-hans' : 'en';
    },
    complaints: () => telegram.violations(),
    close: () => telegram.close(),
  };
}

function seenOf(message: PretendMessage): Seen {
  const { media } = message;
  return {
    ref: { address: `telegram:chat:${String(message.chat)}`, id: String(message.id) },
    text: message.text,
    secret: !message.showsPreview,
    ...(media !== undefined && {
      file: { name: media.name, bytes: media.bytes, isShown: media.kind === 'photo' },
    }),
    buttons: message.markup.rows.flat().map(({ text, url, callback_data }) => ({
      label: text,
      kind: url !== undefined ? 'link' : callback_data?.startsWith('?') === true ? 'paste' : 'action',
      ...(url === undefined ? {} : { url }),
    })),
  };
}
