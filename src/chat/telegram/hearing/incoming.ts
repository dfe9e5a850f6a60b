import type { CallbackQuery, Chat, Message, User } from 'telegraf/types';
import { languageOf } from '../../../messages/language';
import { type Address, type Incoming, MessageGone, type MessageRef, type Person } from '../../platform';
import { addressOf } from '../address';
import type { Messages } from '../speaking/messages';

/** Where something was said, and by which message. */
interface Spot {
  readonly chat: Chat;
  readonly address: Address;
  readonly messageId: number;
}

/** The place of a message: its chat, or the topic it was said in. */
export function spotOf(message: NonNullable<CallbackQuery['message']>): Spot {
  const { chat, message_id: messageId } = message;
  // A thread id alone may be any chain of replies; and a private chat has one address.
  const inTopic = 'is_topic_message' in message && message.is_topic_message && chat.type !== 'private';
  const topic = inTopic && 'message_thread_id' in message ? message.message_thread_id : undefined;
  return { chat, messageId, address: addressOf({ id: chat.id, ...(topic === undefined ? {} : { topic }) }) };
}

/** An event with the ways to answer it. `written` is what the person wrote, if it was written. */
export function incomingFrom(
  from: User,
  spot: Spot,
  event: Incoming['event'],
  messages: Messages,
  written: readonly Message[] = [],
  files: Incoming['files'] = [],
): Incoming {
  const isPrivate = spot.chat.type === 'private';
  return {
    person: personOf(from, spot.chat),
    place: spot.address,
    isPrivate,
    event,
    files,
    answer: answering(messages, spot.address, isPrivate ? undefined : spot.messageId),
    forget: async () => {
      const gone = written.map(({ message_id: id }) =>
        messages.forget({ address: spot.address, id: String(id) }),
      );
      return (await Promise.all(gone)).every(Boolean);
    },
  };
}

function personOf(user: User, chat: Chat): Person {
  return {
    id: `telegram:${String(user.id)}`,
    name: [user.first_name, user.last_name].filter(Boolean).join(' ') || (user.username ?? String(user.id)),
    language: languageOf(user.language_code),
    groups: chat.type === 'private' ? [] : [`telegram-chat:${String(chat.id)}`],
  };
}

/** Sends once, edits then; sends again when what was sent is gone. Calls at the same time take their turn. */
function answering(messages: Messages, to: Address, replyTo: number | undefined): Incoming['answer'] {
  let latest: Promise<MessageRef> | undefined;
  return message => {
    const send = () => messages.send(to, message, replyTo);
    const change = async (ref: MessageRef) => {
      try {
        await messages.edit(ref, message);
        return ref;
      } catch (error) {
        if (error instanceof MessageGone) return send();
        throw error;
      }
    };
    latest = latest === undefined ? send() : latest.then(change, send);
    return latest;
  };
}
