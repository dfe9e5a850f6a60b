import type { MessageRef } from '../chat/platform';
import type { Problem } from '../errors';
import type { ClientCounts } from './account';

/** Why a container does not serve, or did not. */
export type Cause =
  /** Its program ended by itself, with whatever exit code: CLIProxyAPI ends with 0 when it cannot start. */
  | 'crashed'
  /** The kernel ended it because there was no memory left. */
  | 'out-of-memory'
  /** It crashed again and again. */
  | 'loops'
  /** A person stopped or killed it. */
  | 'stopped'
  /** A person restarted it. */
  | 'restarted'
  /** We restarted it, because somebody asked or a credential had not been loaded. */
  | 'restarted-by-us'
  /** Another container has its name now, mostly a new version. */
  | 'recreated'
  /** It is gone, and no other has come. */
  | 'removed'
  | 'paused'
  /** Docker, or the whole machine, was restarted. */
  | 'docker-restarted'
  /** Docker's own health check says so. */
  | 'unhealthy'
  /** It runs, but its port does not answer. */
  | 'not-answering';

/** What is, or was, wrong with a container. */
export interface ContainerTrouble {
  readonly kind: 'container';
  readonly container: string;
  readonly cause: Cause;
  /** How the program ended last, where it did. */
  readonly exitCode?: number;
  /** How often it ended since the incident began. */
  readonly ends: number;
  /** Who asked, where we did it. */
  readonly by?: string;
  /** The image before and after, where it was recreated with another. */
  readonly image?: { readonly before: string; readonly after: string };
  /** Since when its port answers again; the incident ends once that has lasted. */
  readonly answersSinceMs?: number;
}

/** What is wrong: one kind of trouble each, with what a person needs to know of it. */
export type Trouble =
  | ContainerTrouble
  /** No way to the server, or to Docker on it. */
  | { readonly kind: 'unreachable'; readonly problem: Problem }
  /** An account can no longer be used until somebody logs it in again; `reason` in CLIProxyAPI's own words. */
  | (OfAccount & { readonly kind: 'needs-login'; readonly reason: string })
  /** It expires soon, and what should have refreshed it by now did not. */
  | (OfAccount & { readonly kind: 'not-refreshing'; readonly expiresAtMs: number })
  /** A credential that no login of ours made. */
  | (OfAccount & { readonly kind: 'appeared' })
  | (OfAccount & { readonly kind: 'vanished' })
  /** CLIProxyAPI counts fewer clients than before; `missing` are the files that are gone or disabled since. */
  | {
      readonly kind: 'clients-fell';
      readonly before: ClientCounts;
      readonly after: ClientCounts;
      readonly missing: readonly string[];
    }
  /** None of a provider's accounts can be used. */
  | { readonly kind: 'provider-unusable'; readonly provider: string; readonly accounts: number };

interface OfAccount {
  /** The file's name in the auth directory. */
  readonly file: string;
  readonly email?: string;
  readonly provider?: string;
}

/** Something that went wrong, or changed, on one server: one of them is one message, edited as it develops. */
export interface Incident {
  /**
   * `<server>.<kind>.<when it began, in base 36>`, made of what the server says alone, so that two watchers who
   * see the same thing give it the same name. Fits in a button together with a verb.
   */
  readonly id: string;
  readonly server: string;
  readonly trouble: Trouble;
  /** By the server's clock (milliseconds since 1970). */
  readonly startedAtMs: number;
  /** By the server's clock; absent while it is open. */
  readonly endedAtMs?: number;
  /** When we first saw it, by our clock: how late an alert is counts from here. */
  readonly seenAtMs: number;
  /** Grows with every change that is worth showing. */
  readonly revision: number;
  /**
   * The end deserves a message of its own, since people were kept waiting: an edit alone makes no phone ring.
   */
  readonly endIsNews: boolean;
  /** A few redacted lines of the log that explain it. */
  readonly log: readonly string[];
}

/** How many clients there were and when the container started, over the last day. */
export interface History {
  readonly clients: readonly { readonly atMs: number; readonly clients: number }[];
  readonly startsAtMs: readonly number[];
}

/** What the watcher of a server knows. Written by the worker that holds the watch alone; bots read it. */
export interface WatchRecord {
  /** Open ones and those that ended within the last day, oldest first. */
  readonly incidents: readonly Incident[];
  readonly history: History;
  /** When the watcher was last there, by its clock: it says so every minute, also when nothing changes. */
  readonly watchedAtMs: number;
  /** What only watchers read. */
  readonly memory: unknown;
}

/** What a chat was told: written by the one bot that delivers there. By the incident's id. */
export interface ToldRecord {
  readonly incidents: Readonly<Record<string, Told>>;
}

export interface Told {
  readonly revision: number;
  /** Absent where it was passed over: muted while it began and ended, or older than the chat's place in `ALERTS`. */
  readonly shownAt?: MessageRef;
  /** When that was sent, by our clock: a late one says so, also after it was edited. */
  readonly sentAtMs?: number;
  /** The message that said it was over; the same as `shownAt` where that said it from the first. */
  readonly endShownAt?: MessageRef;
}

/** Until when the alerts of a server, or of all, are held back. One for each, so that bots replace no others'. */
export interface Mute {
  /** What began before is not passed over. */
  readonly sinceMs: number;
  /** Over from then on; one that was ended early says 0. */
  readonly untilMs: number;
  readonly by: string;
}

/** Left by a worker before it restarts a container, for whoever watches it. */
export interface RestartRecord {
  /** The run that was ended: this container, since then. */
  readonly container: string;
  readonly startedAtMs: number;
  readonly by: string;
}

/** Credential files that logins of ours saved lately, by name, with when (milliseconds since 1970). */
export interface SavedRecord {
  readonly files: Readonly<Record<string, number>>;
}

/** A management key that was refused: asking again would ban us. Told apart by a part of its hash. */
export interface RefusedKeyRecord {
  readonly keyHash: string;
}

/** What is remembered beyond one job, by name; each has a key: a server, a chat's address, or `*` for all. */
export interface Records {
  readonly watch: WatchRecord;
  readonly told: ToldRecord;
  readonly mute: Mute;
  readonly restart: RestartRecord;
  readonly saved: SavedRecord;
  readonly refusedKey: RefusedKeyRecord;
}
export type RecordName = keyof Records;
