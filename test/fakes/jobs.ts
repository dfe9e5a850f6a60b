import type { PlatformName } from '../../src/chat/platform';
import { UserError } from '../../src/errors';
import type { Signal, TaskName, Tasks, Telling } from '../../src/jobs/contracts';
import type { Login, LoginState } from '../../src/jobs/login';
import type { RecordName, Records } from '../../src/jobs/incident';
import type { Claim, Jobs } from '../../src/jobs/jobs';

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
  /** What is remembered, as plain data, under `<name>.<key>`. */
  readonly records: Map<string, unknown>;
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
  const records = new Map<string, unknown>();
  const claims = new Map<string, Claim & { readonly untilMs: number }>();
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
    records,
    begin: async (login, interrupted = false) => workers.get(login.server)?.(login, interrupted),
    addLogin: login => {
      const same = logins.find(
        each =>
          open(each) &&
          each.server === login.server &&
          each.provider === login.provider &&
          each.requester.id === login.requester.id,
      );
      if (same === undefined) logins.push(login);
      return Promise.resolve({ login: same ?? login, added: same === undefined });
    },
    login: id => Promise.resolve(logins.find(each => each.id === id)),
    line: server => Promise.resolve(logins.filter(each => each.server === server && open(each))),
    setState: (id, state) => {
      states.push(state);
      change(id, login => (open(login) ? { ...login, state } : login));
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
    watchServers: (servers, watch) => {
      const held = new AbortController();
      const watches = Promise.all(servers.map(server => watch(server, held.signal)));
      // A fault is the test's to see, at the Stop.
      watches.catch(() => undefined);
      return async () => {
        held.abort();
        await watches;
      };
    },
    read: <Name extends RecordName>(name: Name, key: string) =>
      Promise.resolve(plain(records.get(`${name}.${key}`)) as Records[Name] | undefined),
    write: (name, key, value) => {
      records.set(`${name}.${key}`, plain(value));
      return Promise.resolve();
    },
    claim: (what, by, forMs) => {
      const atMs = Date.now();
      const earlier = claims.get(what);
      if (earlier !== undefined && earlier.untilMs > atMs) {
        return Promise.resolve({ by: earlier.by, atMs: earlier.atMs });
      }
      claims.set(what, { by, atMs, untilMs: atMs + forMs });
      return Promise.resolve(undefined);
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
    depth: () =>
      Promise.resolve({
        logins: 0,
        tasks: 0,
        'outbox-discord': 0,
        'outbox-telegram': 0,
        'outbox-terminal': 0,
      }),
    healthy: () => Promise.resolve(true),
    close: () => Promise.resolve(),
  };
}

/** What a store makes of a value: data, and nobody else's. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}
