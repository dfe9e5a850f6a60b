import type { Opts } from 'telegraf/types';
import { type Address, ChatClosed, type Message, MessageGone, type MessageRef } from '../../platform';
import { addressOf, chatOf } from '../address';
import type { Api } from '../calling/api';
import {
  TelegramFault,
  saysChatClosed,
  saysLinkRefused,
  saysMessageGone,
  saysUnchanged,
} from '../calling/fault';
import { inlineKeyboard, linksBelow } from './keyboard';
import type { Questions } from './questions';
import { joined, plainText, textFields } from './text';

/** What the bot says, one chat message at a time, in the terms of the port. */
export interface Messages {
  /** `replyTo` is the message of the person that this one answers. */
  send(to: Address, message: Message, replyTo?: number): Promise<MessageRef>;
  edit(ref: MessageRef, message: Message): Promise<void>;
  remove(ref: MessageRef): Promise<void>;
  /** Asks for the text of a paste button: the person's app opens its reply field under this message. */
  ask(to: Address, action: string, label: string, bot: string): Promise<MessageRef>;
}

export function createMessages(api: Api, questions: Questions): Messages {
  async function post(to: Address, what: Omit<Opts<'sendMessage'>, 'chat_id'>): Promise<MessageRef> {
    const { id, topic } = chatOf(to);
    const place = { chat_id: id, ...(topic === undefined ? {} : { message_thread_id: topic }) };
    const sent = await api('sendMessage', { ...place, ...what }, { chat: id });
    return {
      address: addressOf({ id, ...(topic === undefined ? {} : { topic }) }),
      id: String(sent.message_id),
    };
  }

  return {
    send: (to, message, replyTo) => {
      questions.note(message);
      return withRefusedLinksAsText(linksAsText =>
        post(to, {
          ...content(message, linksAsText),
          ...(replyTo === undefined
            ? {}
            : { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }),
        }),
      ).catch((error: unknown) => {
        throw error instanceof TelegramFault && saysChatClosed(error) ? new ChatClosed(error.message) : error;
      });
    },

    edit: (ref, message) => {
      questions.note(message);
      const target = targetOf(ref);
      return withRefusedLinksAsText(async linksAsText => {
        await api(
          'editMessageText',
          { ...target, ...content(message, linksAsText) },
          { chat: target.chat_id },
        );
      }).catch((error: unknown) => {
        if (!(error instanceof TelegramFault)) throw error;
        if (saysUnchanged(error)) return;
        throw saysMessageGone(error) || saysChatClosed(error) ? new MessageGone(error.message) : error;
      });
    },

    remove: async ref => {
      await api('deleteMessage', targetOf(ref)).catch((error: unknown) => {
        const gone = error instanceof TelegramFault && (saysMessageGone(error) || saysChatClosed(error));
        if (!gone) throw error;
      });
    },

    ask: (to, action, label, bot) => {
      const { text, placeholder } = questions.question(action, label, bot);
      return post(to, {
        ...textFields(text),
        link_preview_options: { is_disabled: true },
        reply_markup: { force_reply: true, input_field_placeholder: placeholder.slice(0, 64) },
      });
    },
  };
}

/** Text and buttons as both sending and editing take them. A preview would open the link before the person does. */
function content(message: Message, linksAsText: boolean) {
  const nowMs = Date.now();
  const rows = message.buttons ?? [];
  return {
    ...textFields(joined(plainText(message.text, nowMs), linksBelow(rows, linksAsText, nowMs))),
    link_preview_options: { is_disabled: true },
    reply_markup: inlineKeyboard(rows, linksAsText),
  };
}

/** Tries again with all links in the text when Telegram does not take one as a button. */
async function withRefusedLinksAsText<T>(run: (linksAsText: boolean) => Promise<T>): Promise<T> {
  try {
    return await run(false);
  } catch (error) {
    if (error instanceof TelegramFault && saysLinkRefused(error)) return run(true);
    throw error;
  }
}

function targetOf(ref: MessageRef): { chat_id: number; message_id: number } {
  return { chat_id: chatOf(ref.address).id, message_id: Number(ref.id) };
}
