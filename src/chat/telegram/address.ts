import type { Address, PersonId } from '../platform';

/** A chat, and the topic in it where the chat is divided into topics. */
export interface Chat {
  readonly id: number;
  readonly topic?: number;
}

/** `telegram:chat:<id>` or `telegram:chat:<id>/<topic>`. */
export function addressOf(chat: Chat): Address {
  return `telegram:chat:${String(chat.id)}${chat.topic === undefined ? '' : `/${String(chat.topic)}`}`;
}

/** Reads an address this platform made; throws on any other. */
export function chatOf(address: Address): Chat {
  const [, id, topic] = /^telegram:chat:(-?\d+)(?:\/(\d+))?$/.exec(address) ?? [];
  if (id === undefined) throw new Error(`not an address on Telegram: ${address}`);
  return { id: Number(id), ...(topic === undefined ? {} : { topic: Number(topic) }) };
}

/** The private chat with a person has the person's own id. */
export function privateChatOf(person: PersonId): Address {
  const [, id] = /^telegram:(\d+)$/.exec(person) ?? [];
  if (id === undefined) throw new Error(`not a person on Telegram: ${person}`);
  return addressOf({ id: Number(id) });
}
