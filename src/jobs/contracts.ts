import type { Address, PersonId } from '../chat/platform';
import type { Problem } from '../errors';
import type { Language } from '../messages/language';
import type { AccountsReport } from './account';
import type { DoctorReport } from './check';
import type { LoginId, LoginResult, ProviderName } from './login';
import type {
  BalanceReport,
  FileToImport,
  ImportReport,
  LogsReport,
  OneHubReport,
  RestartReport,
  TestReport,
  TransferReport,
} from './reports';

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
