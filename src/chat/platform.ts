import type { Language } from '../messages/language';

export type PlatformName = 'discord' | 'telegram' | 'terminal';

/**
 * Where a message can be sent, as a string that survives the queue. It begins with the platform's name
 * (`discord:channel:123`, `telegram:chat:-100456`, `terminal:me`); only that platform reads the rest.
 */
export type Address = `${PlatformName}:${string}`;

/** The platform that an address belongs to. */
export function platformOf(address: Address): PlatformName {
  if (address.startsWith('discord:')) return 'discord';
  return address.startsWith('telegram:') ? 'telegram' : 'terminal';
}

/** A person as configuration names them: `discord:<user>`, `telegram:<user>`, `terminal:me`. */
export type PersonId = `${PlatformName}:${string}`;

export interface Person {
  readonly id: PersonId;
  /** As others in the chat call them; shown to those who wait behind them. */
  readonly name: string;
  readonly language: Language;
  /** What else counts as them in this place: `discord-role:<role>`, `telegram-chat:<chat>`. */
  readonly groups: readonly string[];
}

/** A message that was sent and can be edited or removed, also by another process. */
export interface MessageRef {
  readonly address: Address;
  readonly id: string;
}

/** A piece of text. Platforms escape the words; nothing in them is ever read as markup. */
export type Part =
  | string
  | { readonly kind: 'bold'; readonly text: string }
  /** Words to copy: commands, addresses, ids. */
  | { readonly kind: 'code'; readonly text: string }
  /** Several lines to copy or read as they are. */
  | { readonly kind: 'block'; readonly text: string }
  /** A moment that is shown with the time left or past, where the platform can (milliseconds since 1970). */
  | { readonly kind: 'moment'; readonly atMs: number };

export type Button =
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  /** Comes back as an `action` event with the same word: at most 48 bytes of `[A-Za-z0-9:._-]`. */
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly action: string;
      readonly style?: 'primary' | 'danger';
    }
  /** Asks for text (a modal where there is one, else a request to send a message); comes back as `paste`. */
  | { readonly kind: 'paste'; readonly label: string; readonly action: string; readonly ask: PasteQuestion };

export interface PasteQuestion {
  /** At most 45 characters, as Discord allows in a modal's title. */
  readonly title: string;
  /** At most 45 characters. */
  readonly label: string;
  /** At most 100 characters. */
  readonly example: string;
}

export interface Message {
  readonly text: readonly Part[];
  readonly buttons?: readonly (readonly Button[])[];
  /** Shows no link preview, which would fetch the link. It stays copyable: it may hold commands to run. */
  readonly secret?: boolean;
  /**
   * Sent along. An edit with a file puts it in the place of the one before, an edit without one leaves that. Where
   * the words are too long to stand below a file (Telegram: 1024 characters), the file follows them as a reply.
   */
  readonly file?: AttachedFile;
}

export interface AttachedFile {
  /** `ali.log`, `accounts.png`: pictures are shown where the platform can. */
  readonly name: string;
  readonly kind: 'picture' | 'text';
  readonly bytes: Uint8Array;
  /** What is read where a picture cannot be seen. */
  readonly description: string;
}

export type IncomingEvent =
  /** `options` hold what was given, by option name; `rest` what could not be placed. */
  | {
      readonly kind: 'command';
      readonly name: string;
      readonly options: Readonly<Record<string, string>>;
      readonly rest: string;
    }
  | { readonly kind: 'action'; readonly action: string }
  | { readonly kind: 'paste'; readonly action: string; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** Files without a command ({@link Incoming.files}), in a private chat alone. */
  | { readonly kind: 'files' };

/** A file that a person sent along, not fetched yet. */
export interface IncomingFile {
  readonly name: string;
  readonly sizeBytes: number;
  /** Fetches it. Throws UserError `import-too-large` beyond `mostBytes`, `import-unreadable`. */
  read(mostBytes: number): Promise<Buffer>;
}

/** Something a person did, and the ways to answer it. */
export interface Incoming {
  readonly person: Person;
  readonly place: Address;
  /** Only this person reads what is sent to `place`. */
  readonly isPrivate: boolean;
  readonly event: IncomingEvent;
  /** What came along with a command, or instead of one; several that were sent together come together. */
  readonly files: readonly IncomingFile[];
  /**
   * Answers, to this person alone where the platform can (Discord: ephemeral). The first call sends, later
   * calls edit what was sent. Where the platform wants a sign of life within seconds the adapter gives it by
   * itself. The returned reference can be edited like any message (a Discord answer for 15 minutes).
   */
  answer(message: Message): Promise<MessageRef>;
  /**
   * Deletes what the person wrote, with its files, where the platform allows it; never throws. False where it
   * still stands in the chat, so that only the person can delete it.
   */
  forget(): Promise<boolean>;
}

/** A command as menus and completion need it, made from the command files. */
export interface CommandDescription {
  /** In the form of Discord (`claude-login`); Telegram shows `claude_login`. */
  readonly name: string;
  readonly description: Readonly<Record<Language, string>>;
  readonly options: readonly {
    readonly name: string;
    readonly description: Readonly<Record<Language, string>>;
    readonly required: boolean;
    /** Takes all words to the end of the line where commands are typed (`/callback`). */
    readonly takesRest?: boolean;
    /** Offers completions while the person types (Discord). */
    readonly completes?: boolean;
    /** The only words it takes, and how people call them. */
    readonly choices?: readonly Choice[];
    /** A word that looks like this is this one wherever it is typed. */
    readonly looksLike?: Look;
  }[];
  /** How many files it takes: attachments, documents, in the terminal the paths of files. */
  readonly mostFiles?: number;
}

/** `100`; `2h`, `30分钟`; `round-robin`, `ff`, `least_connections` */
export type Look = 'number' | 'duration' | 'strategy';

export interface Choice {
  readonly word: string;
  readonly name: Readonly<Record<Language, string>>;
}

/** Who hears what people do. `receive` never throws and platforms never wait for it before the next event. */
export interface Listener {
  receive(incoming: Incoming): Promise<void>;
  /** At most 25 values for an option that `completes`. */
  complete(person: Person, command: string, option: string, typed: string): readonly string[];
}

/** One chat platform: mouth and ears. Every adapter passes `test/chat/platform.contract.ts`. */
export interface Platform {
  readonly name: PlatformName;
  /** Connects, publishes the command menu and listens. Throws when the token is refused. */
  start(commands: readonly CommandDescription[], listener: Listener): Promise<void>;
  stop(): Promise<void>;
  /** Rate limits are obeyed inside. Throws {@link ChatClosed}, or a fault that may pass. */
  send(to: Address, message: Message): Promise<MessageRef>;
  /** An edit that changes nothing succeeds. Throws {@link MessageGone} when there is nothing left to edit. */
  edit(ref: MessageRef, message: Message): Promise<void>;
  /** Removes a message of the bot; one that is already gone is fine. */
  remove(ref: MessageRef): Promise<void>;
  /** The private chat with a person. Throws {@link ChatClosed}, where the platform knows it before sending. */
  openPrivate(person: PersonId): Promise<Address>;
  /** An address that opens the private chat when pressed and then runs the command (`t.me/…?start=`), if any. */
  privateChatUrl(command: string, options: Readonly<Record<string, string>>): string | undefined;
}

/** The bot may not write there: the person closed the chat, blocked the bot or never opened it. */
export class ChatClosed extends Error {
  override readonly name = 'ChatClosed';
}

/** The message to edit no longer exists or can no longer be edited. */
export class MessageGone extends Error {
  override readonly name = 'MessageGone';
}
