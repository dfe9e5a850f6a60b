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
  | {
      readonly code: 'login-under-way';
      readonly server: string;
      readonly by: string;
      /** Claude when left out. */
      readonly provider?: string;
    }
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
  /** Their logins are confirmed by a code on the provider's page. */
  | { readonly code: 'nothing-to-paste' }
  | {
      readonly code: 'callback-unreachable';
      readonly server: string;
      /** Absent where no port is listened on. */
      readonly port?: { readonly number: number; readonly tunnel: string };
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
  | {
      readonly code: 'program-too-old';
      readonly server: string;
      readonly version?: string;
      /** The login that it does not have. */
      readonly login?: { readonly provider: string; readonly flag: string; readonly since: string };
    }
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
  | { readonly code: 'login-failed'; readonly detail?: string; readonly exitCode?: number }
  /** This provider logs in by a code in newer versions, and no other way is known to us. */
  | { readonly code: 'no-device-login'; readonly server: string; readonly version?: string }
  // writing to a container
  | { readonly code: 'disk-full'; readonly server: string; readonly path: string }
  | { readonly code: 'read-only'; readonly server: string; readonly path: string }
  /** Somebody else changed it since it was read. Nothing was written. */
  | { readonly code: 'file-changed'; readonly server: string; readonly path: string }
  | {
      readonly code: 'write-failed';
      readonly server: string;
      readonly path: string;
      readonly detail: string;
    }
  // files that are imported
  | { readonly code: 'private-only' }
  | { readonly code: 'import-nothing' }
  | { readonly code: 'import-too-many'; readonly most: number }
  | { readonly code: 'import-too-large'; readonly mostBytes: number }
  /** Small enough, and too much together with those before it. */
  | { readonly code: 'import-too-much'; readonly mostBytes: number }
  | { readonly code: 'import-unreadable'; readonly detail: string }
  | { readonly code: 'import-not-json' }
  /** JSON, but no credential that CLIProxyAPI or the Claude CLI has; `known` is what is taken. */
  | { readonly code: 'import-unknown-shape'; readonly known: readonly string[] }
  | { readonly code: 'import-no-token' }
  | { readonly code: 'import-expired'; readonly atMs: number }
  | { readonly code: 'not-an-email'; readonly typed: string }
  /** The same account twice in one import. */
  | { readonly code: 'import-twice'; readonly file: string }
  /** The running release has no accounts of this kind. */
  | { readonly code: 'import-not-served'; readonly provider: string; readonly version: string }
  /** Written, not loaded by CLIProxyAPI, and taken back. */
  | { readonly code: 'import-not-loaded'; readonly file: string }
  /** It went wrong while it was written, or after, and could not be taken back: it may be there or not. */
  | { readonly code: 'import-unsure'; readonly file: string; readonly backup?: string }
  /** The files that wait for an answer are gone: the bot was restarted, or it took too long. */
  | { readonly code: 'import-forgotten' }
  /** What was handed over did not come, or could not be opened. */
  | { readonly code: 'handover-failed' }
  | { readonly code: 'same-server'; readonly server: string }
  | {
      readonly code: 'unknown-account';
      readonly server: string;
      readonly typed: string;
      readonly known: readonly string[];
    }
  // asking for a completion
  | { readonly code: 'no-api-key'; readonly server: string }
  | { readonly code: 'api-key-refused'; readonly server: string }
  /** An API key of the example configuration is still there: the program serves nobody (v7.1.46 and newer). */
  | { readonly code: 'example-keys'; readonly server: string }
  | { readonly code: 'api-silent'; readonly server: string; readonly ports: readonly number[] }
  /** `tls.enable: true`: a plain request is refused. */
  | { readonly code: 'api-speaks-tls'; readonly server: string; readonly port: number }
  | {
      readonly code: 'completion-silent';
      readonly server: string;
      readonly model: string;
      readonly seconds: number;
    }
  | {
      readonly code: 'accounts-cooling';
      readonly server: string;
      readonly model: string;
      readonly untilMs?: number;
    }
  | { readonly code: 'no-account'; readonly server: string }
  | {
      readonly code: 'unknown-model';
      readonly server: string;
      readonly typed: string;
      readonly didYouMean?: string;
      readonly known: readonly string[];
    }
  | {
      readonly code: 'completion-failed';
      readonly server: string;
      readonly status: number;
      readonly detail: string;
    }
  // how accounts are chosen
  /** A word of the guide that the program never had. */
  | { readonly code: 'no-such-strategy'; readonly typed: string; readonly known: readonly string[] }
  | {
      readonly code: 'strategy-too-new';
      readonly server: string;
      readonly strategy: string;
      readonly since: string;
      readonly version?: string;
    }
  | {
      readonly code: 'config-unreadable';
      readonly server: string;
      readonly path: string;
      readonly why:
        | 'missing'
        | 'too-large'
        | 'not-yaml'
        | 'several-documents'
        | 'key-twice'
        /** An anchor, an alias or a merge: what is written there stands elsewhere too. */
        | 'reference'
        /** Written in a way in which one value cannot be changed alone. */
        | 'unusual';
      /** From 1 on. */
      readonly line?: number;
    }
  /** CLIProxyAPI refused the new configuration, in its own words; what was there is there again. */
  | {
      readonly code: 'config-refused';
      readonly server: string;
      readonly detail: string;
      /** Somebody else changed the file meanwhile, so that it was left as it is. */
      readonly left?: true;
    }
  /** It did not say that it read the new one; what was there is there again. */
  | {
      readonly code: 'config-not-reloaded';
      readonly server: string;
      readonly seconds: number;
      /** Somebody else changed the file meanwhile, so that it was left as it is. */
      readonly left?: true;
    }
  /** It was written, and then the server was out of reach: it may be in force or not. */
  | { readonly code: 'config-unconfirmed'; readonly server: string }
  // One-Hub
  | { readonly code: 'onehub-not-configured' }
  | { readonly code: 'onehub-unreachable'; readonly host: string; readonly via?: string }
  | { readonly code: 'onehub-token-refused' }
  /** In its own words. */
  | { readonly code: 'onehub-refused'; readonly reason: string }
  | { readonly code: 'onehub-odd'; readonly host: string }
  /** So many requests that it takes none for three minutes. */
  | { readonly code: 'onehub-limited' }
  /** Somebody else had it added a moment ago; nothing was begun. */
  | { readonly code: 'onehub-under-way'; readonly server: string; readonly atMs: number }
  /** One-Hub would find another server behind this one's address. Nothing was written. */
  | {
      readonly code: 'onehub-same-address';
      readonly server: string;
      readonly other: string;
      readonly address: string;
    };

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
