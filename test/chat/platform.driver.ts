import type { Address, MessageRef, PersonId, Platform } from '../../src/chat/platform';
import type { Language } from '../../src/messages/language';

/** A message of the bot as the person has it before them. */
export interface Seen {
  readonly ref: MessageRef;
  /** Plain characters as they are read: code and blocks without their markup, moments as a clock shows them. */
  readonly text: string;
  readonly buttons: readonly {
    readonly label: string;
    readonly kind: 'link' | 'action' | 'paste';
    readonly url?: string;
  }[];
  readonly secret: boolean;
  /** What is attached to it; text that is written out is part of `text`. */
  readonly file?: SeenFile;
}

export interface SeenFile {
  /** As it is called, or how the name of what was stored ends. */
  readonly name: string;
  readonly bytes: Buffer;
  /** Shown in the chat, rather than to be opened. */
  readonly isShown: boolean;
}

/** A file as the person has it. */
export interface SentFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** `answer` is what answers to the person's commands in the shared place look like to them. */
export type Where = 'private' | 'shared' | 'answer';

/** What is true of a platform, so that the suite asks nothing of it that it cannot have. */
export interface PlatformTraits {
  readonly name: string;
  /** There is a place that others read too. */
  readonly shared: boolean;
  /** Options are words of a line, so there can be too many. */
  readonly typedOptions: boolean;
  /** The person can close the private chat. */
  readonly closable: boolean;
  /** There is a server between the bot and the person, which can limit and fail. */
  readonly remote: boolean;
  /** An edit replaces what was seen before (a terminal can only print again). */
  readonly editsInPlace: boolean;
  /** A secret message is marked as such. */
  readonly marksSecrets: boolean;
  /**
   * The bot can remove what the person wrote in the private chat; where it cannot, they are to do it by hand, or
   * nobody needs to: it is their own screen.
   */
  readonly forgets: 'yes' | 'by hand' | 'own screen';
  /** The person's language is a setting of the program and does not change while it runs. */
  readonly fixedLanguage?: boolean;
  /** Pictures can be seen. */
  readonly showsPictures: boolean;
  /** Longest text a message can have, in characters; absent where there is no limit. */
  readonly longest?: number;
}

/** One platform with a person in front of it; what they do and see goes the platform's own way. */
export interface PlatformDriver {
  readonly platform: Platform;
  readonly person: PersonId;
  readonly privateAddress: Address;
  readonly sharedAddress: Address;
  /** What the person's `groups` are when they say something in the shared place. */
  readonly sharedGroups: readonly string[];
  /** The bot's messages the person has before them now, oldest first. */
  seen(where: Where): Promise<readonly Seen[]>;
  /** What the person wrote there that is still to be seen, oldest first. */
  written(where: 'private' | 'shared'): Promise<readonly string[]>;
  /** `/claude-login ali`, or plain text. */
  types(where: 'private' | 'shared', text: string): Promise<void>;
  /** Files at once, with a command or without. */
  sends(where: 'private' | 'shared', files: readonly SentFile[], command?: string): Promise<void>;
  /** The names of the files that the person sent and that are still to be seen there. */
  filesIn(where: 'private' | 'shared'): Promise<readonly string[]>;
  /** What was sent until now can no longer be fetched. */
  losesFiles(): Promise<void>;
  presses(message: Seen, label: string): Promise<void>;
  /** Presses a paste button and hands over the text it asks for. */
  pastes(message: Seen, label: string, text: string): Promise<void>;
  closePrivateChat(): Promise<void>;
  /** The next message the bot sends meets this once. */
  failNext(kind: 'rate-limit' | 'server-error'): void;
  speaks(language: Language): void;
  /** What the platform's server had to object to: broken requests, presses that were never acknowledged. */
  complaints(): readonly string[];
  close(): Promise<void>;
}
