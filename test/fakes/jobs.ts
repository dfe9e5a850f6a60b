import type { PlatformName } from '../../src/chat/platform';
import { UserError } from '../../src/errors';
import type { Login, LoginState, Signal, TaskName, Tasks, Telling } from '../../src/jobs/contracts';
import type { Jobs } from '../../src/jobs/jobs';

type TaskHandlers = {
  readonly [Name in TaskName]: (data: Tasks[Name]['data']) => Promise<Tasks[Name]['result']>;
};
type LoginHandler = (login: Login, interrupted: boolean) => Promise<void>;

/** A queue in memory that does nothing by itself: a test says when a login begins or a task is done. */
export interface FakeJobs extends Jobs {
  /** Every login there ever was, in order. */
  readonly logins: Login[];
  /** Every state that was set, in order. */
  readonly states: readonly LoginState[];
  readonly told: readonly { readonly platform: PlatformName; readonly telling: Telling }[];
  readonly signals: readonly Signal[];
  readonly ran: readonly { readonly name: TaskName; readonly data: Tasks[TaskName]['data'] }[];
  /** Does what `workLogins` was given for a login's server. */
  begin(login: Login, interrupted?: boolean): Promise<void>;
}

/** @param tasks what workers answer; a task that is not there finds no worker. */
export function fakeJobs(tasks: Partial<TaskHandlers> = {}): FakeJobs {
  const logins: Login[] = [];
  const states: LoginState[] = [];
  const told: { platform: PlatformName; telling: Telling }[] = [];
  const signals: Signal[] = [];
  const ran: { name: TaskName; data: Tasks[TaskName]['data'] }[] = [];
  const workers = new Map<string, LoginHandler>();
  const listeners = new Set<(signal: Signal) => void>();
  let handlers: Partial<TaskHandlers> = tasks;

  const change = (id: string, by: (login: Login) => Login): void => {
    const index = logins.findIndex(each => each.id === id);
    const login = logins[index];
    if (login !== undefined) logins[index] = by(login);
  };
  const open = ({ state }: Login): boolean => state.kind !== 'done' && state.kind !== 'failed';

  return {
    logins,
    states,
    told,
    signals,
    ran,
    begin: async (login, interrupted = false) => workers.get(login.server)?.(login, interrupted),
    addLogin: login => {
      const same = logins.find(
        each => open(each) && each.server === login.server && each.requester.id === login.requester.id,
      );
      if (same === undefined) logins.push(login);
      return Promise.resolve({ login: same ?? login, added: same === undefined });
    },
    login: id => Promise.resolve(logins.find(each => each.id === id)),
    line: server => Promise.resolve(logins.filter(each => each.server === server && open(each))),
    setState: (id, state) => {
      states.push(state);
      change(id, login => ({ ...login, state }));
      return Promise.resolve();
    },
    setShownAt: (id, shownAt) => {
      change(id, login => ({ ...login, shownAt }));
      return Promise.resolve();
    },
    workLogins: (server, handler) => {
      workers.set(server, handler);
      return () => Promise.resolve();
    },
    run: async (name, data) => {
      ran.push({ name, data });
      const handler = handlers[name];
      if (handler === undefined) throw new UserError({ code: 'no-worker' });
      return handler(data);
    },
    workTasks: given => {
      handlers = given;
      return () => Promise.resolve();
    },
    tell: (platform, telling) => {
      told.push({ platform, telling });
      return Promise.resolve();
    },
    workOutbox: () => () => Promise.resolve(),
    signal: signal => {
      signals.push(signal);
      for (const listener of listeners) listener(signal);
      return Promise.resolve();
    },
    onSignal: listener => {
      listeners.add(listener);
      return () => Promise.resolve(void listeners.delete(listener));
    },
    healthy: () => Promise.resolve(true),
    close: () => Promise.resolve(),
  };
}
