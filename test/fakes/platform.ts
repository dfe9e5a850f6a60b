import {
  ChatClosed,
  MessageGone,
  type Address,
  type Incoming,
  type IncomingEvent,
  type IncomingFile,
  type Message,
  type MessageRef,
  type Person,
  type PersonId,
  type Platform,
  type PlatformName,
} from '../../src/chat/platform';
import { plainText } from './plain';

/** A message somewhere in a fake platform, as it is now. */
export interface Posted {
  readonly ref: MessageRef;
  message: Message;
}

/** A platform that remembers what it was told to do. */
export interface FakePlatform extends Platform {
  /** What stands there now, oldest first. */
  readonly posted: Posted[];
  readonly removed: readonly string[];
  /** Writing to this place fails from now on. */
  closeChat(address: Address): void;
  /** What the last message of a place says. */
  lastIn(address: Address): string | undefined;
}

export function privateChatOf(person: PersonId): Address {
  return `${person}:private` as Address;
}

export function fakePlatform(name: PlatformName): FakePlatform {
  const posted: Posted[] = [];
  const removed: string[] = [];
  const closed = new Set<Address>();
  let next = 1;
  return {
    name,
    posted,
    removed,
    closeChat: address => void closed.add(address),
    lastIn: address => {
      const last = posted.findLast(each => each.ref.address === address);
      return last && plainText(last.message.text);
    },
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
    send: (address, message) => {
      if (closed.has(address)) return Promise.reject(new ChatClosed(address));
      const ref = { address, id: `m${next++}` };
      posted.push({ ref, message });
      return Promise.resolve(ref);
    },
    edit: (ref, message) => {
      const found = posted.find(each => each.ref.id === ref.id);
      if (found === undefined) return Promise.reject(new MessageGone(ref.id));
      const { file = found.message.file } = message;
      found.message = file === undefined ? message : { ...message, file };
      return Promise.resolve();
    },
    remove: ref => {
      removed.push(ref.id);
      const index = posted.findIndex(each => each.ref.id === ref.id);
      if (index >= 0) posted.splice(index, 1);
      return Promise.resolve();
    },
    openPrivate: person => Promise.resolve(privateChatOf(person)),
    privateChatUrl: (command, options) =>
      name === 'telegram'
        ? `https://t.me/fake_bot?start=${[command, ...Object.values(options)].join('-')}`
        : undefined,
  };
}

/** Something a person did, with what came back. */
export interface FakeIncoming extends Incoming {
  /** Every answer in turn; the first was sent, the others are edits of it. */
  readonly answers: readonly Message[];
  readonly forgotten: () => boolean;
}

export function incomingFrom(
  platform: FakePlatform,
  person: Person,
  event: IncomingEvent,
  sharedPlace?: Address,
  files: readonly IncomingFile[] = [],
): FakeIncoming {
  const answers: Message[] = [];
  const place = sharedPlace ?? privateChatOf(person.id);
  let ref: MessageRef | undefined;
  let isForgotten = false;
  return {
    person,
    place,
    isPrivate: sharedPlace === undefined,
    event,
    files,
    answers,
    forgotten: () => isForgotten,
    answer: async message => {
      answers.push(message);
      if (ref === undefined) ref = await platform.send(place, message);
      else await platform.edit(ref, message);
      return ref;
    },
    forget: () => {
      isForgotten = true;
      return Promise.resolve(true);
    },
  };
}
