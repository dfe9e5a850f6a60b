import type { Address, MessageRef, PersonId } from '../chat/platform';
import type { Problem } from '../errors';
import type { Language } from '../messages/language';

/** `<server>.<random>`: says where the login runs, fits in a button, and is a valid BullMQ job id. */
export type LoginId = `${string}.${string}`;

/** The server a login runs on. */
export function serverOf(id: LoginId): string {
  return id.slice(0, id.lastIndexOf('.'));
}

export type ProviderName = 'claude';

export interface Requester {
  readonly id: PersonId;
  readonly name: string;
  readonly language: Language;
}

/** What CLIProxyAPI counts, in its own words: `1 clients (1 auth entries + 0 Claude API keys + …)`. */
export interface ClientCounts {
  readonly clients: number;
  readonly parts: readonly { readonly count: number; readonly label: string }[];
  /** When the line was printed (milliseconds since 1970). */
  readonly atMs: number;
}

/** How far a login is. Holds the link only while it waits for the person. */
export type LoginState =
  | { readonly kind: 'queued' }
  | { readonly kind: 'connecting' }
  | {
      readonly kind: 'waiting';
      readonly link: string;
      /** The OAuth `state` of the link; a pasted callback must carry the same. */
      readonly oauthState: string;
      /** Where the program listens for the callback (54545 for Claude). */
      readonly callbackPort: number;
      /** The `ssh -L …` line for those who prefer a tunnel. */
      readonly tunnel: string;
      readonly untilMs: number;
      /** A login that nobody finished held the port and was ended first. */
      readonly endedOrphan: boolean;
    }
  | { readonly kind: 'checking' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'done'; readonly result: LoginResult }
  | { readonly kind: 'failed'; readonly problem: Problem };

export interface LoginResult {
  /** The file's name in the auth directory. */
  readonly file: string;
  readonly email?: string;
  readonly replaced: boolean;
  readonly before?: ClientCounts;
  readonly after?: ClientCounts;
  /** CLIProxyAPI was restarted because it did not load the file by itself. */
  readonly restarted: boolean;
}

/** A login as it lies in the queue. */
export interface Login {
  readonly id: LoginId;
  readonly server: string;
  readonly provider: ProviderName;
  readonly requester: Requester;
  /** Where the command was given, if that is not the private chat: the result goes there too. */
  readonly origin?: Address;
  /** The status message in the requester's private chat. */
  readonly shownAt: MessageRef;
  readonly requestedAtMs: number;
  readonly state: LoginState;
}

export interface Account {
  readonly file: string;
  /** `claude`, `codex`, …; absent where the file does not say. */
  readonly provider?: string;
  readonly email?: string;
  readonly disabled: boolean;
  readonly expiresAtMs?: number;
  readonly lastRefreshAtMs?: number;
  /** The file is there but cannot be read as a credential. */
  readonly unreadable?: boolean;
}

export interface AccountsReport {
  readonly server: string;
  readonly accounts: readonly Account[];
  /** The latest that the log holds. */
  readonly counts?: ClientCounts;
  /** The number of files now, where the log has counted another: v6.8.47 and newer seldom count. */
  readonly filesNow?: number;
}

/** Short work that any worker can do, with what it answers. Its job is removed as it ends. */
export interface Tasks {
  /** Checks what was pasted against the person's waiting logins and delivers it. Answers the login it fits. */
  readonly callback: {
    readonly data: { readonly person: PersonId; readonly pasted: string };
    readonly result: LoginId;
  };
  readonly cancel: { readonly data: { readonly login: LoginId; readonly by: string }; readonly result: null };
  readonly accounts: { readonly data: { readonly server: string }; readonly result: AccountsReport };
}
export type TaskName = keyof Tasks;

/** What a worker wants told. */
export type Telling =
  /** Render the login as it is now and edit its status message. Late, doubled or re-ordered: no harm. */
  | { readonly kind: 'status'; readonly login: LoginId }
  /** Tell the origin how a login ended; stands alone and is retried until sent. */
  | {
      readonly kind: 'result';
      readonly to: Address;
      readonly language: Language;
      readonly server: string;
      readonly requester: string;
      readonly outcome:
        | { readonly ok: true; readonly result: LoginResult }
        | { readonly ok: false; readonly problem: Problem };
    };

/** Sent to whichever worker holds a login at this moment. */
export type Signal =
  | { readonly kind: 'cancel'; readonly login: LoginId; readonly by: string }
  /** The callback was handed over: the program is exchanging the code now. */
  | { readonly kind: 'delivered'; readonly login: LoginId };
