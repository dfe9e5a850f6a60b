import type { MessageRef, PlatformName } from '../chat/platform';
import type { Login, LoginId, LoginState, Signal, TaskName, Tasks, Telling } from './contracts';

/** Ends something that was started, waiting for what is under way. */
export type Stop = () => Promise<void>;

/**
 * The queue as the rest of the program sees it. Two stores keep it (`redis.ts`, `embedded.ts`) and both pass
 * `test/jobs/jobs.contract.ts`. Whatever a store cannot take within a second fails with the problem
 * `queue-unavailable` in the producing calls.
 */
export interface Jobs {
  /**
   * Queues a login. One of the same requester that is already in line or running on that server is returned
   * instead (also when two calls race): then `added` is false.
   */
  addLogin(login: Login): Promise<{ readonly login: Login; readonly added: boolean }>;
  /** A login that waits, runs, or ended within the last hour. */
  login(id: LoginId): Promise<Login | undefined>;
  /** Logins on a server that are not over: the running one first, then those in line, in order. */
  line(server: string): Promise<readonly Login[]>;
  /** Written by workers alone. The link is gone from the store as soon as the state that held it is. */
  setState(id: LoginId, state: LoginState): Promise<void>;
  /** Written by bots alone: where the status message is now. */
  setShownAt(id: LoginId, ref: MessageRef): Promise<void>;
  /**
   * Runs a server's logins one at a time, however many workers do the same. `interrupted` is true when an
   * earlier worker died with it. A handler that throws leaves the login `failed` with `login-failed`.
   */
  workLogins(server: string, handler: (login: Login, interrupted: boolean) => Promise<void>): Stop;

  /**
   * Has a worker do a task and waits for its answer. Throws the task's own UserError; `no-worker` when nobody
   * took it within `timeoutMs` (it is then withdrawn).
   */
  run<Name extends TaskName>(
    name: Name,
    data: Tasks[Name]['data'],
    timeoutMs: number,
  ): Promise<Tasks[Name]['result']>;
  workTasks(handlers: {
    readonly [Name in TaskName]: (data: Tasks[Name]['data']) => Promise<Tasks[Name]['result']>;
  }): Stop;

  /** Puts something on a platform's outbox. Status tellings of one login that wait are joined to one. */
  tell(platform: PlatformName, telling: Telling): Promise<void>;
  /** Delivers an outbox; a telling whose handler throws is tried again with growing pauses, for a day. */
  workOutbox(platform: PlatformName, handler: (telling: Telling) => Promise<void>): Stop;

  /** Reaches every worker that listens; kept by the store, so a short outage loses none. */
  signal(signal: Signal): Promise<void>;
  onSignal(listener: (signal: Signal) => void): Stop;

  /** Answers within a second whether the store can be reached. */
  healthy(): Promise<boolean>;
  /** Call after every Stop. */
  close(): Promise<void>;
}
