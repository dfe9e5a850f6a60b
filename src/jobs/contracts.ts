import type { Address, MessageRef, PersonId } from '../chat/platform';
import type { Problem } from '../errors';
import type { Language } from '../messages/language';
import type { DoctorReport } from './check';

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

/** What can be said of an account, as far as the sources know. `reason` is in CLIProxyAPI's own words. */
export type AccountState =
  | { readonly kind: 'fine' }
  /** Within the time in which it should have been refreshed already. */
  | { readonly kind: 'expires-soon' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'disabled' }
  /** Not used for a while, after an upstream limit or failure; until when only the Management API knows. */
  | { readonly kind: 'cooling'; readonly untilMs?: number; readonly reason?: string }
  | { readonly kind: 'needs-login'; readonly reason: string }
  /** The file is there but cannot be read as a credential. */
  | { readonly kind: 'unreadable' }
  /** The file does not say when it expires, and nobody else says how it is. */
  | { readonly kind: 'unknown' };

/** How accounts are, those that need somebody first. */
export const byUrgency: readonly AccountState['kind'][] = [
  'needs-login',
  'expired',
  'unreadable',
  'expires-soon',
  'cooling',
  'disabled',
  'unknown',
  'fine',
];

export interface Account {
  readonly file: string;
  /** `claude`, `codex`, …; absent where the file does not say. */
  readonly provider?: string;
  readonly email?: string;
  readonly state: AccountState;
  readonly expiresAtMs?: number;
  readonly lastRefreshAtMs?: number;
  /** It holds what a refresh needs. */
  readonly refreshable?: boolean;
  /** Requests it served since CLIProxyAPI started (Management API, v6.9.46 and newer). */
  readonly requests?: { readonly succeeded: number; readonly failed: number };
}

export interface AccountsReport {
  readonly server: string;
  /** Those that need somebody first. */
  readonly accounts: readonly Account[];
  /** The latest that the log holds. */
  readonly counts?: ClientCounts;
  /** The number of files now, where the log has counted another: v6.8.47 and newer seldom count. */
  readonly filesNow?: number;
  /**
   * Whether the Management API was asked: no key is set, it answered, it refused the key (and is not asked
   * again, since five refusals ban the address for half an hour), or it could not be had.
   */
  readonly management: 'no-key' | 'answered' | 'refused' | 'unavailable';
  /** By the server's clock. */
  readonly atMs: number;
}

export interface RestartReport {
  readonly container: string;
  readonly before?: ClientCounts;
  readonly after?: ClientCounts;
  /** From the end of the old run to the first answer of the new one. */
  readonly downMs: number;
}

export interface LogsReport {
  readonly container: string;
  /** Redacted, oldest first. */
  readonly lines: readonly { readonly atMs: number; readonly text: string }[];
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
  /** Restarts the container and comes back when its port answers. */
  readonly restart: {
    readonly data: { readonly server: string; readonly by: string };
    readonly result: RestartReport;
  };
  readonly logs: {
    readonly data: { readonly server: string; readonly lines: number };
    readonly result: LogsReport;
  };
  readonly doctor: { readonly data: { readonly server: string }; readonly result: DoctorReport };
}
export type TaskName = keyof Tasks;

/** What is to be told. */
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
    }
  /** Bring a chat's alerts up to date with the incidents there are. Late or doubled: no harm. */
  | { readonly kind: 'alerts'; readonly to: Address };

/** Said to all processes at once. */
export type Signal =
  | { readonly kind: 'cancel'; readonly login: LoginId; readonly by: string }
  /** The callback was handed over: the program is exchanging the code now. */
  | { readonly kind: 'delivered'; readonly login: LoginId }
  /** The incidents of a server have changed. */
  | { readonly kind: 'incidents'; readonly server: string };
