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

/** Whom one can log in with. */
export const providerNames = ['claude', 'codex', 'codex-device', 'antigravity', 'kimi', 'xai'] as const;
export type ProviderName = (typeof providerNames)[number];

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
      /** Absent where the server itself was asked for the link: then nothing listens, and nobody need wait in line. */
      readonly port?: CallbackPort;
      /** Others wait in line though no port is listened on: this server ends them all with the first that is done. */
      readonly alone?: true;
      readonly untilMs: number;
      /** A login that nobody finished held the port and was ended first. */
      readonly endedOrphan: boolean;
    }
  /** The person confirms a code on the provider's page; nothing comes back through them. */
  | {
      readonly kind: 'confirming';
      readonly link: string;
      /** Absent where the link holds it. */
      readonly userCode?: string;
      /** The server itself was asked: nobody need wait in line. */
      readonly sideBySide: boolean;
      /** What the server itself calls this login, where it was asked. */
      readonly oauthState?: string;
      readonly untilMs: number;
    }
  | { readonly kind: 'checking' }
  | { readonly kind: 'loading' }
  | { readonly kind: 'done'; readonly result: LoginResult }
  | { readonly kind: 'failed'; readonly problem: Problem };

/** Whether a login waits for its person in a way that keeps nobody else from logging in. */
export function isSideBySide(state: LoginState): boolean {
  if (state.kind === 'waiting') return state.port === undefined && state.alone !== true;
  return state.kind === 'confirming' && state.sideBySide;
}

/** Where a program in the container listens for the callback. */
export interface CallbackPort {
  /** As in the link (54545 for Claude). */
  readonly number: number;
  /** The `ssh -L …` line for those who prefer a tunnel. */
  readonly tunnel: string;
}

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
  /** Writes credential files that are handed over; see {@link Handover}. One that is refused stops no other. */
  readonly import: {
    readonly data: {
      readonly server: string;
      readonly by: string;
      /** What is handed over: the bytes of these files one after the other. */
      readonly files: readonly FileToImport[];
      readonly handover: Handover;
    };
    readonly result: ImportReport;
  };
  /** Brings an account from one server to another; its tokens never leave the worker. */
  readonly transfer: {
    readonly data: {
      readonly from: string;
      readonly to: string;
      /** The name of its file, or its e-mail. */
      readonly account: string;
      /** A moved one is disabled where it came from. */
      readonly how: 'move' | 'copy';
      readonly by: string;
    };
    readonly result: TransferReport;
  };
  /** Asks CLIProxyAPI for a completion, or for its models when none is named. */
  readonly test: {
    readonly data: { readonly server: string; readonly model?: string };
    readonly result: TestReport;
  };
  /** Says by which strategy accounts are chosen, and changes it where one is named. */
  readonly balance: {
    readonly data: { readonly server: string; readonly strategy?: string };
    readonly result: BalanceReport;
  };
  /** Adds a server to One-Hub or brings its channel up to date, and tests it; without one, lists the channels. */
  readonly onehub: {
    readonly data: { readonly server?: string };
    readonly result: OneHubReport;
  };
}
export type TaskName = keyof Tasks;

/**
 * Bytes that must not lie in the queue. The bot makes a key pair and puts the public half here; the worker that takes
 * the task makes another, and the bytes come sealed for that one alone (X25519, both keys are used once).
 */
export interface Handover {
  readonly id: string;
  /** base64url */
  readonly key: string;
}

export interface FileToImport {
  /** As the person's file is called. */
  readonly name: string;
  readonly sizeBytes: number;
  /** Whose account it is, where the file does not say and the person did. */
  readonly email?: string;
}

export interface ImportReport {
  readonly server: string;
  /** In the order they came. */
  readonly files: readonly ImportedFile[];
  readonly before?: ClientCounts;
  readonly after?: ClientCounts;
  /** CLIProxyAPI was restarted because it did not load a file by itself. */
  readonly restarted: boolean;
}

/** What became of one file; `name` is the person's. */
export type ImportedFile =
  | {
      readonly outcome: 'imported';
      readonly name: string;
      /** Its name in the auth directory. */
      readonly file: string;
      readonly provider: string;
      readonly email?: string;
      readonly replaced: boolean;
      /** Where what was there before lies now. */
      readonly backup?: string;
      /** It came from the Claude CLI, which goes on refreshing the same grant: one of the two is logged out. */
      readonly fromClaudeCli: boolean;
    }
  /** The Claude CLI's file does not say whose it is. Nothing was written. */
  | { readonly outcome: 'whose'; readonly name: string }
  /** Nothing was changed, or what was is as before. */
  | { readonly outcome: 'refused'; readonly name: string; readonly problem: Problem };

export interface TransferReport {
  readonly from: string;
  readonly to: string;
  readonly how: 'move' | 'copy';
  readonly imported: Extract<ImportedFile, { readonly outcome: 'imported' }>;
  readonly before?: ClientCounts;
  readonly after?: ClientCounts;
  readonly restarted: boolean;
  /** It is at its new place, and could not be disabled where it came from. */
  readonly stillEnabled?: Problem;
}

export interface TestReport {
  readonly server: string;
  /** The port of the container that answered. */
  readonly port: number;
  /** What the server offers, by name: the program itself has them in no order. */
  readonly models: readonly string[];
  /** What came of the one that was asked for. */
  readonly answered?: { readonly model: string; readonly firstLine: string; readonly ms: number };
}

export const strategies = ['round-robin', 'fill-first', 'weighted-round-robin'] as const;
export type Strategy = (typeof strategies)[number];

export interface BalanceReport {
  readonly server: string;
  /** What the program goes by; a word that is none of ours where it was written so. */
  readonly strategy: Strategy | string;
  /** What it was before it was changed. */
  readonly before?: Strategy | string;
  /** What this version knows. */
  readonly known: readonly Strategy[];
  /** The guide's `load_balancing:` block stands in config.yaml, where it does nothing. */
  readonly guideBlock: boolean;
  readonly by: 'management' | 'file';
}

/** A channel of One-Hub that points at one of our servers. */
export interface OneHubChannel {
  readonly id: number;
  readonly name: string;
  readonly server: string;
  readonly state: 'on' | 'off' | 'auto-off';
  readonly models: number;
  /** Of its last test; absent when there was none. */
  readonly responseMs?: number;
  readonly testedAtMs?: number;
  /** It bears the server's name or address, and yet requests do not arrive there: to be brought up to date. */
  readonly astray?: true;
}

/** What was brought up to date in a channel that was there. */
export type OneHubChange = 'address' | 'models' | 'key' | 'type';

export type OneHubReport =
  | {
      readonly kind: 'channels';
      readonly channels: readonly OneHubChannel[];
      /** Servers of ours that One-Hub has no channel for. */
      readonly missing: readonly string[];
    }
  | {
      readonly kind: 'connected';
      readonly channel: OneHubChannel;
      readonly added: boolean;
      /** Nothing where it was as it should be, and where it was added. */
      readonly changed: readonly OneHubChange[];
      /** One-Hub had switched it off by itself, and it was switched on again after a good test. */
      readonly switchedOn: boolean;
      readonly test:
        | { readonly ok: true; readonly model: string; readonly ms: number }
        /** In One-Hub's own words; absent where it did not answer in time. */
        | { readonly ok: false; readonly model: string; readonly reason?: string };
    };

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
      /** Claude when left out. */
      readonly provider?: ProviderName;
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
  | { readonly kind: 'incidents'; readonly server: string }
  /** A worker has taken a task and waits for what belongs to it, sealed for this public key (base64url). */
  | { readonly kind: 'wanted'; readonly handover: string; readonly key: string }
  /** Here it is (base64url); only the worker that asked can open it. */
  | { readonly kind: 'handed'; readonly handover: string; readonly sealed: string };
