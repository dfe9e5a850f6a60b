import { randomBytes } from 'node:crypto';
import type { CdnMishap } from './cdn';

/** What the pretend Discord knows: people, channels, messages, menus, and what it had to object to. */
export interface World {
  readonly token: string;
  readonly applicationId: string;
  readonly botId: string;
  readonly guild: { readonly id: string; readonly channel: string; readonly roles: string[] };
  readonly users: Map<string, User>;
  /** Channel id → the person whose private chat it is. */
  readonly privateChats: Map<string, string>;
  /** Threads of the guild's channel, by id. */
  readonly threads: Map<string, Thread>;
  /** Channels that the bot may no longer see. */
  readonly barred: Set<string>;
  readonly messages: StoredMessage[];
  /** By token. */
  readonly interactions: Map<string, StoredInteraction>;
  /** `global` or a guild's id → the commands published there. */
  readonly menus: Map<string, readonly PublishedCommand[]>;
  readonly violations: string[];
  readonly requests: SeenRequest[];
  /** How the next messages and responses of the bot are met, first come first served. */
  readonly mishaps: Mishap[];
  /** Paths whose request was done although the answer was lost: asking again is right. */
  readonly lostAnswers: Set<string>;
  readonly cdn: {
    /** Where files are fetched; known once the server listens. */
    origin: string;
    /** Every path that was asked for. */
    readonly downloads: string[];
    readonly mishaps: CdnMishap[];
  };
  id(): string;
}

/** `lost-answer`: the message is sent, and the answer that says so does not arrive. */
export type Mishap = 'rate-limit' | 'server-error' | 'lost-answer';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  locale: string;
  closed: boolean;
}

export interface StoredMessage {
  readonly id: string;
  readonly channel: string;
  readonly author: string;
  /** Ephemeral: only this person sees it. */
  readonly only?: string;
  readonly nonce?: string;
  /** The token of the interaction it answers. */
  readonly answers?: string;
  content: string;
  components: readonly unknown[];
  flags: number;
  files: readonly StoredFile[];
}

/** A file that was uploaded with a message or a command. */
export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly description?: string;
  /** What its uploader called it, where Discord had to change that. */
  readonly title?: string;
  /** Attached to a command rather than to a message. */
  readonly isEphemeral?: boolean;
  readonly bytes: Buffer;
}

export interface Thread {
  /** Asleep: the next message wakes it, an edit is refused. */
  archived: boolean;
  /** Only people with a right that the bot has not can wake it or write in it. */
  locked: boolean;
}

export interface StoredInteraction {
  readonly id: string;
  readonly token: string;
  readonly kind: 'command' | 'press' | 'modal' | 'completion';
  readonly user: string;
  readonly channel: string;
  readonly isPrivate: boolean;
  files: readonly StoredFile[];
  readonly sentAtMs: number;
  expired: boolean;
  acknowledgedAtMs?: number;
  /** The message the first response made (`@original`). */
  original?: string;
  modal?: unknown;
  choices?: readonly string[];
}

/** A command as it is given back; only the fields that are read here have a type. */
export interface PublishedCommand {
  readonly [field: string]: unknown;
  readonly name: string;
  readonly options?: readonly PublishedOption[] | undefined;
  readonly contexts?: readonly number[] | null | undefined;
}

export interface PublishedOption {
  readonly [field: string]: unknown;
  readonly name: string;
  readonly type?: unknown;
  readonly required?: boolean | undefined;
}

/** A request with when it came (milliseconds since 1970, with fractions). */
export interface SeenRequest {
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}

export function createWorld(): World {
  let last = (BigInt(Date.now()) - 1_420_070_400_000n) << 22n;
  const id = () => String(++last);
  const botId = id();
  return {
    token: `${Buffer.from(botId).toString('base64url')}.pretend.${randomBytes(16).toString('base64url')}`,
    applicationId: id(),
    botId,
    guild: { id: id(), channel: id(), roles: [] },
    users: new Map(),
    privateChats: new Map(),
    threads: new Map(),
    barred: new Set(),
    messages: [],
    interactions: new Map(),
    menus: new Map(),
    violations: [],
    requests: [],
    mishaps: [],
    lostAnswers: new Set(),
    cdn: { origin: '', downloads: [], mishaps: [] },
    id,
  };
}

/** The private chat of a person, made when it is first asked for. */
export function privateChatOf(world: World, user: string): string {
  for (const [channel, owner] of world.privateChats) if (owner === user) return channel;
  const channel = world.id();
  world.privateChats.set(channel, user);
  return channel;
}
