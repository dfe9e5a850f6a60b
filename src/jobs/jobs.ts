import type { MessageRef, PlatformName } from '../chat/platform';
import type { Signal, TaskName, Tasks, Telling } from './contracts';
import type { Login, LoginId, LoginState } from './login';
import type { RecordName, Records } from './incident';

/** Ends something that was started, waiting for what is under way. */
export type Stop = () => Promise<void>;

/** Who took something that only one may have, and when (milliseconds since 1970). */
export interface Claim {
  readonly by: string;
  readonly atMs: number;
}

/**
 * The queue as the rest of the program sees it. Two stores keep it (`redis.ts`, `embedded.ts`) and both pass
 * `test/jobs/jobs.contract.ts`. Whatever a store cannot take within a second fails with the problem
 * `queue-unavailable` in the producing calls.
 */
export interface Jobs {
  /**
   * Queues a login. One of the same requester with the same provider that is already in line or running on that
   * server is returned instead (also when two calls race): then `added` is false.
   */
  addLogin(login: Login): Promise<{ readonly login: Login; readonly added: boolean }>;
  /** A login that waits, runs, or ended within the last hour. */
  login(id: LoginId): Promise<Login | undefined>;
  /** Logins on a server that are not over: those that run first, then those in line, in order. */
  line(server: string): Promise<readonly Login[]>;
  /**
   * Written by workers alone. The link is gone from the store as soon as the state that held it is. A login that is
   * over stays as it is.
   */
  setState(id: LoginId, state: LoginState): Promise<void>;
  /** Written by bots alone: where the status message is now. */
  setShownAt(id: LoginId, ref: MessageRef): Promise<void>;
  /**
   * Runs at most `atOnce` logins of a server at a time (one when left out), however many workers do the same. `interrupted` is true when
   * an earlier worker died with it. A handler that throws leaves the login `failed` with `login-failed`.
   */
  workLogins(
    server: string,
    handler: (login: Login, interrupted: boolean) => Promise<void>,
    atOnce?: number,
  ): Stop;

  /**
   * Has a worker do a task and waits for its answer. Throws the task's own UserError; `no-worker` when nobody
   * took it within `timeoutMs` (it is then withdrawn); `worker-silent` when whoever took it never answered.
   */
  run<Name extends TaskName>(
    name: Name,
    data: Tasks[Name]['data'],
    timeoutMs: number,
  ): Promise<Tasks[Name]['result']>;
  workTasks(handlers: {
    readonly [Name in TaskName]: (data: Tasks[Name]['data']) => Promise<Tasks[Name]['result']>;
  }): Stop;

  /**
   * Has each server watched by one worker at a time, however many workers do the same; when that one stops
   * another takes over at once, and within 30 seconds when it dies. `held` is aborted when the watch must be
   * given up: at the Stop, or when it went to another worker meanwhile. A watch that ends by itself or throws
   * is begun again after a moment.
   */
  watchServers(servers: readonly string[], watch: (server: string, held: AbortSignal) => Promise<void>): Stop;

  /** What is remembered under a name and key; undefined where nothing is. */
  read<Name extends RecordName>(name: Name, key: string): Promise<Records[Name] | undefined>;
  /** Waits out a short outage of the store. The last one who writes is right: each record has one writer. */
  write<Name extends RecordName>(name: Name, key: string, value: Records[Name]): Promise<void>;
  /**
   * Takes something that only one may have (a button that must act once), for `forMs`. Undefined when it is
   * yours now, else who has it.
   */
  claim(what: string, by: string, forMs: number): Promise<Claim | undefined>;

  /**
   * Puts something on a platform's outbox. Status tellings of one login that wait are joined to one, and so are
   * those of the alerts of one chat; no two of the same are delivered at the same time.
   */
  tell(platform: PlatformName, telling: Telling): Promise<void>;
  /** Delivers an outbox; a telling whose handler throws is tried again with growing pauses, for a day. */
  workOutbox(platform: PlatformName, handler: (telling: Telling) => Promise<void>): Stop;

  /** Reaches every worker that listens; kept by the store, so a short outage loses none. */
  signal(signal: Signal): Promise<void>;
  onSignal(listener: (signal: Signal) => void): Stop;

  /** How much waits, by the kind of work: `logins`, `tasks`, `outbox-discord` and the other platforms' outboxes. */
  depth(servers: readonly string[]): Promise<Readonly<Record<string, number>>>;
  /** Answers within a second whether the store can be reached. */
  healthy(): Promise<boolean>;
  /** Call after every Stop. */
  close(): Promise<void>;
}
