import type { Opts } from 'telegraf/types';
import {
  type Address,
  type AttachedFile,
  ChatClosed,
  type Message,
  MessageGone,
  type MessageRef,
} from '../../platform';
import { chatOf } from '../address';
import type { Api } from '../calling/api';
import {
  TelegramFault,
  saysChatClosed,
  saysMessageGone,
  saysNoText,
  saysNothingToDelete,
  saysUnchanged,
} from '../calling/fault';
import { type Content, asCaption, asText, contentOf, withRefusedLinksAsText } from './content';
import { isPhoto, upload } from './files';
import { createFollowers } from './followers';
import type { Questions } from './questions';
import { textFields } from './text';

/** What the bot says, one chat message at a time, in the terms of the port. */
export interface Messages {
  /** `replyTo` is the message of the person that this one answers. */
  send(to: Address, message: Message, replyTo?: number): Promise<MessageRef>;
  edit(ref: MessageRef, message: Message): Promise<void>;
  remove(ref: MessageRef): Promise<void>;
  /** Deletes what a person wrote. False where it still stands: in a group that takes a right; after 48 hours. */
  forget(written: MessageRef): Promise<boolean>;
  /** Asks for the text of a paste button: the person's app opens its reply field under this message. */
  ask(to: Address, action: string, label: string, bot: string): Promise<MessageRef>;
}

export function createMessages(api: Api, questions: Questions): Messages {
  const followers = createFollowers();

  async function post(to: Address, what: Omit<Opts<'sendMessage'>, 'chat_id'>): Promise<MessageRef> {
    const { chat_id: chat, ...topic } = placeOf(to);
    const sent = await api('sendMessage', { chat_id: chat, ...topic, ...what }, { chat });
    return { address: to, id: String(sent.message_id) };
  }

  /** In a form telegraf writes the keyboard as JSON by itself, but leaves out what it is a reply to. */
  async function postFile(
    to: Address,
    file: AttachedFile,
    about: Partial<ReturnType<typeof asCaption>>,
    replyTo?: number,
  ): Promise<MessageRef> {
    const place = placeOf(to);
    const what = {
      ...place,
      ...about,
      ...(replyTo !== undefined && { reply_parameters: asJson(replyTo) }),
    };
    const options = { chat: place.chat_id };
    const sent = isPhoto(file)
      ? await api('sendPhoto', { ...what, photo: upload(file) }, options)
      : await api('sendDocument', { ...what, document: upload(file) }, options);
    return { address: to, id: String(sent.message_id) };
  }

  async function sendContent(
    to: Address,
    content: Content,
    file: AttachedFile | undefined,
    replyTo: number | undefined,
  ): Promise<MessageRef> {
    if (file !== undefined && content.fitsCaption) return postFile(to, file, asCaption(content), replyTo);
    const reply = replyTo === undefined ? {} : { reply_parameters: replyTarget(replyTo) };
    const ref = await post(to, { ...asText(content), ...reply });
    if (file === undefined) return ref;
    await follow(ref, file).catch(async (error: unknown) => {
      // Whoever sends it again shall not find half of it there.
      await erase(ref).catch(() => undefined);
      throw error;
    });
    return ref;
  }

  async function change(ref: MessageRef, content: Content, file: AttachedFile | undefined): Promise<void> {
    const target = targetOf(ref);
    const options = { chat: target.chat_id };
    if (file === undefined || !content.fitsCaption) {
      await changeWords(ref, content);
      if (file !== undefined) await follow(ref, file);
      return;
    }
    // Also makes a message of words one with a file; there is no way back.
    const { reply_markup, ...caption } = asCaption(content);
    const type = isPhoto(file) ? ('photo' as const) : ('document' as const);
    const media = { type, media: upload(file), ...caption };
    await api('editMessageMedia', { ...target, media, reply_markup }, options);
  }

  async function changeWords(ref: MessageRef, content: Content): Promise<void> {
    const target = targetOf(ref);
    const options = { chat: target.chat_id };
    try {
      await api('editMessageText', { ...target, ...asText(content) }, options);
    } catch (error) {
      if (!(error instanceof TelegramFault)) throw error;
      if (saysUnchanged(error)) return;
      if (!saysNoText(error)) throw error;
      await api('editMessageCaption', { ...target, ...asCaption(content) }, options);
    }
  }

  /** Sends a file after words that are too long to stand below it, in place of the one that followed before. */
  async function follow(ref: MessageRef, file: AttachedFile): Promise<void> {
    const before = followers.take(ref);
    if (before !== undefined) await erase(before);
    followers.note(ref, await postFile(ref.address, file, { caption: file.description }, Number(ref.id)));
  }

  async function erase(ref: MessageRef): Promise<void> {
    await api('deleteMessage', targetOf(ref)).catch((error: unknown) => {
      const gone = error instanceof TelegramFault && (saysMessageGone(error) || saysChatClosed(error));
      if (!gone) throw error;
    });
  }

  return {
    send: (to, message, replyTo) => {
      questions.note(message);
      return withRefusedLinksAsText(linksAsText =>
        sendContent(to, contentOf(message, linksAsText), message.file, replyTo),
      ).catch((error: unknown) => {
        throw error instanceof TelegramFault && saysChatClosed(error) ? new ChatClosed(error.message) : error;
      });
    },

    edit: (ref, message) => {
      questions.note(message);
      return withRefusedLinksAsText(linksAsText =>
        change(ref, contentOf(message, linksAsText), message.file),
      ).catch((error: unknown) => {
        if (!(error instanceof TelegramFault)) throw error;
        if (saysUnchanged(error)) return;
        throw saysMessageGone(error) || saysChatClosed(error) ? new MessageGone(error.message) : error;
      });
    },

    remove: async ref => {
      const follower = followers.take(ref);
      if (follower !== undefined) await erase(follower);
      await erase(ref);
    },

    forget: async written => {
      try {
        await api('deleteMessage', targetOf(written));
        return true;
      } catch (error) {
        return error instanceof TelegramFault && saysNothingToDelete(error);
      }
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

/** The topic "General" is the chat itself: Telegram knows no thread of its number. */
const GENERAL = 1;

function placeOf(to: Address): { chat_id: number; message_thread_id?: number } {
  const { id, topic } = chatOf(to);
  return { chat_id: id, ...(topic !== undefined && topic !== GENERAL && { message_thread_id: topic }) };
}

function targetOf(ref: MessageRef): { chat_id: number; message_id: number } {
  return { chat_id: chatOf(ref.address).id, message_id: Number(ref.id) };
}

type Reply = NonNullable<Opts<'sendMessage'>['reply_parameters']>;

function replyTarget(messageId: number): Reply {
  return { message_id: messageId, allow_sending_without_reply: true };
}

/** As a form has it; the type is that of the same field outside of forms. */
function asJson(messageId: number): Reply {
  return JSON.stringify(replyTarget(messageId)) as unknown as Reply;
}
