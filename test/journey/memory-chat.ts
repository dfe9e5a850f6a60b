import {
  type AttachedFile,
  ChatClosed,
  MessageGone,
  type Address,
  type Button,
  type CommandDescription,
  type Incoming,
  type IncomingEvent,
  type IncomingFile,
  type Listener,
  type Message,
  type MessageRef,
  type Part,
  type PersonId,
  type Platform,
} from '../../src/chat/platform';
import type { Language } from '../../src/messages/language';

/** A message in the memory chat, as it is now and as it was before. */
export interface Shown {
  readonly ref: MessageRef;
  text: string;
  buttons: readonly Button[];
  /** Stays when an edit brings no other. */
  file?: AttachedFile;
  readonly history: string[];
}

/** A chat that keeps the rules of the port and nothing else: for journeys in which the platform does not matter. */
export class MemoryChat implements Platform {
  readonly name = 'telegram';
  readonly shown: Shown[] = [];
  /** What was shown and taken away again. */
  readonly removed: Shown[] = [];
  readonly #closed = new Set<PersonId>();
  #listener: Listener | undefined;
  #next = 1;

  start(_commands: readonly CommandDescription[], listener: Listener): Promise<void> {
    this.#listener = listener;
    return Promise.resolve();
  }

  stop(): Promise<void> {
    this.#listener = undefined;
    return Promise.resolve();
  }

  send(address: Address, message: Message): Promise<MessageRef> {
    if ([...this.#closed].some(person => privateChatOf(person) === address)) throw new ChatClosed(address);
    const ref = { address, id: String(this.#next++) };
    this.shown.push({ ref, history: [], ...plain(message) });
    return Promise.resolve(ref);
  }

  edit(ref: MessageRef, message: Message): Promise<void> {
    const shown = this.shown.find(each => each.ref.id === ref.id);
    if (shown === undefined) throw new MessageGone(ref.id);
    shown.history.push(shown.text);
    Object.assign(shown, plain(message));
    return Promise.resolve();
  }

  remove(ref: MessageRef): Promise<void> {
    const index = this.shown.findIndex(each => each.ref.id === ref.id);
    if (index >= 0) this.removed.push(...this.shown.splice(index, 1));
    return Promise.resolve();
  }

  openPrivate(person: PersonId): Promise<Address> {
    return Promise.resolve(privateChatOf(person));
  }

  privateChatUrl(command: string): string {
    return `https://t.me/pretend_bot?start=${command}`;
  }

  /** The person closes their private chat to the bot. */
  close(person: PersonId): void {
    this.#closed.add(person);
  }

  /** What stands in a place now, oldest first. */
  in(address: Address): readonly Shown[] {
    return this.shown.filter(each => each.ref.address === address);
  }

  /** Everything that was ever shown in a place. */
  everIn(address: Address): string {
    return this.in(address)
      .flatMap(each => [...each.history, each.text, ...each.buttons.map(button => JSON.stringify(button))])
      .join('\n');
  }

  /** The person does something; resolves when it has been dealt with, and tells whether their words were deleted. */
  async does(
    who: Somebody,
    event: IncomingEvent,
    place?: Address,
    files: readonly IncomingFile[] = [],
  ): Promise<{ readonly forgotten: boolean }> {
    const here = place ?? privateChatOf(who.id);
    let answer: MessageRef | undefined;
    let forgotten = false;
    const incoming: Incoming = {
      person: { id: who.id, name: who.name, language: who.language ?? 'en', groups: [] },
      place: here,
      isPrivate: place === undefined,
      event,
      files,
      answer: async message => {
        if (answer === undefined) answer = await this.send(here, message);
        else await this.edit(answer, message);
        return answer;
      },
      forget: () => {
        forgotten = true;
        return Promise.resolve(true);
      },
    };
    await this.#listener?.receive(incoming);
    return { forgotten };
  }
}

export interface Somebody {
  readonly id: PersonId;
  readonly name: string;
  readonly language?: Language;
}

export function privateChatOf(person: PersonId): Address {
  return `telegram:chat:${person.slice('telegram:'.length)}`;
}

/** A command as an event. */
export function command(
  name: string,
  options: Readonly<Record<string, string>> = {},
  rest = '',
): IncomingEvent {
  return { kind: 'command', name, options, rest };
}

function plain(message: Message): Pick<Shown, 'text' | 'buttons' | 'file'> {
  return {
    text: message.text.map(textOf).join(''),
    buttons: (message.buttons ?? []).flat(),
    ...(message.file !== undefined && { file: message.file }),
  };
}

function textOf(part: Part): string {
  if (typeof part === 'string') return part;
  return part.kind === 'moment' ? new Date(part.atMs).toISOString() : part.text;
}
