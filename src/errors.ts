/**
 * What can go wrong in words a person can act on. A problem is plain data: it survives the queue and is
 * turned into a sentence in the reader's language by `messages/`. It never holds a secret.
 */
export type Problem =
  // who and what was asked
  | {
      readonly code: 'not-allowed';
      readonly need: 'viewer' | 'operator' | 'admin';
      readonly you: string;
      readonly server?: string;
      /** Roles and groups cannot be seen in a private chat, and some are named in the configuration. */
      readonly groupsHidden?: boolean;
    }
  | { readonly code: 'unknown-command'; readonly typed: string; readonly didYouMean?: string }
  | {
      readonly code: 'unknown-server';
      readonly typed: string;
      readonly didYouMean?: string;
      readonly known: readonly string[];
    }
  | { readonly code: 'which-server'; readonly known: readonly string[] }
  | { readonly code: 'unexpected-words'; readonly typed: string; readonly usage: string }
  | {
      readonly code: 'private-chat-closed';
      readonly platform: 'discord' | 'telegram';
      readonly openUrl?: string;
    }
  | { readonly code: 'not-a-duration'; readonly typed: string }
  | { readonly code: 'not-a-number'; readonly typed: string; readonly most: number }
  // buttons that must act once
  | { readonly code: 'already-pressed'; readonly by: string; readonly atMs: number }
  | { readonly code: 'question-too-old' }
  | { readonly code: 'incident-over'; readonly server: string }
  | { readonly code: 'login-under-way'; readonly server: string; readonly by: string }
  | { readonly code: 'no-login-of-yours' }
  | { readonly code: 'login-is-over' }
  | { readonly code: 'not-your-login' }
  // the queue
  | { readonly code: 'queue-unavailable' }
  /** Nobody took it up, and nobody will. */
  | { readonly code: 'no-worker' }
  /** A worker took it up and never said how it ended: it may be done. */
  | { readonly code: 'worker-silent' }
  // what was pasted
  | { readonly code: 'paste-empty' }
  | { readonly code: 'paste-not-an-address' }
  | { readonly code: 'paste-is-the-link' }
  | { readonly code: 'paste-no-code' }
  | { readonly code: 'paste-no-state' }
  | { readonly code: 'paste-other-login' }
  | { readonly code: 'paste-already-delivered' }
  | {
      readonly code: 'callback-unreachable';
      readonly server: string;
      readonly port: number;
      readonly tunnel: string;
    }
  // the way to the server
  | { readonly code: 'ssh-host-not-found'; readonly server: string; readonly host: string }
  | { readonly code: 'ssh-refused'; readonly server: string; readonly host: string; readonly port: number }
  | { readonly code: 'ssh-timeout'; readonly server: string; readonly host: string; readonly port: number }
  | {
      readonly code: 'ssh-auth-failed';
      readonly server: string;
      readonly user: string;
      readonly host: string;
      readonly tried: readonly string[];
    }
  | {
      readonly code: 'ssh-key-unreadable';
      readonly server: string;
      readonly file: string;
      readonly why: 'missing' | 'forbidden' | 'passphrase' | 'format';
    }
  | { readonly code: 'ssh-config-unreadable'; readonly server: string; readonly file: string }
  | {
      readonly code: 'host-key-unknown';
      readonly server: string;
      readonly host: string;
      readonly fingerprint: string;
      readonly fix: string;
    }
  | {
      readonly code: 'host-key-changed';
      readonly server: string;
      readonly host: string;
      readonly fingerprint: string;
      readonly fix: string;
    }
  | { readonly code: 'known-hosts-unreadable'; readonly server: string; readonly file: string }
  | { readonly code: 'connection-lost'; readonly server: string }
  | { readonly code: 'ssh-failed'; readonly server: string; readonly detail: string }
  // docker
  | {
      readonly code: 'docker-permission';
      readonly server: string;
      readonly user: string;
      readonly fix: string;
    }
  | { readonly code: 'docker-absent'; readonly server: string; readonly socket: string }
  | { readonly code: 'docker-failed'; readonly server: string; readonly detail: string }
  | {
      readonly code: 'container-missing';
      readonly server: string;
      readonly container: string;
      readonly others: readonly string[];
    }
  | {
      readonly code: 'container-down';
      readonly server: string;
      readonly container: string;
      readonly status: string;
    }
  // CLIProxyAPI and the login itself
  /** It runs, but its port gives no answer. */
  | {
      readonly code: 'no-answer';
      readonly server: string;
      readonly container: string;
      readonly port: number;
      readonly seconds: number;
    }
  | { readonly code: 'program-missing'; readonly server: string; readonly program: string }
  | { readonly code: 'program-too-old'; readonly server: string; readonly version?: string }
  | { readonly code: 'program-config'; readonly server: string; readonly detail: string }
  | { readonly code: 'port-in-use'; readonly server: string; readonly port: number }
  | { readonly code: 'no-link'; readonly server: string; readonly detail?: string }
  | { readonly code: 'denied' }
  | { readonly code: 'timed-out'; readonly minutes: number }
  | { readonly code: 'cancelled'; readonly by: string }
  | { readonly code: 'interrupted' }
  | { readonly code: 'callback-rejected'; readonly detail: string }
  | { readonly code: 'exchange-failed'; readonly detail?: string; readonly outdated?: string }
  | { readonly code: 'exchange-silent'; readonly seconds: number }
  | { readonly code: 'save-failed'; readonly detail: string }
  | { readonly code: 'file-not-seen'; readonly path: string }
  | { readonly code: 'not-loaded'; readonly file: string }
  | { readonly code: 'login-failed'; readonly detail?: string; readonly exitCode?: number };

export type ProblemCode = Problem['code'];
export type ProblemOf<Code extends ProblemCode> = Extract<Problem, { readonly code: Code }>;

/**
 * A failure whose sentence is safe to show and says what to do next. The private cause travels along for the
 * log. Anything else that is thrown is a fault: the person reads "something went wrong" with a reference.
 */
export class UserError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, cause?: unknown) {
    super(problem.code, cause === undefined ? undefined : { cause });
    this.name = 'UserError';
    this.problem = problem;
  }
}

/** The problem of a failure, where it has one that can be shown. */
export function problemOf(error: unknown): Problem | undefined {
  return error instanceof UserError ? error.problem : undefined;
}

/** The message of anything that was thrown, for logs. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
