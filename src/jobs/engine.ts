import { platformOf } from '../chat/platform';
import type { Log } from '../log';
import { Bull } from './bull';
import type { Login } from './login';
import type { Jobs } from './jobs';
import { Claims } from './queues/claims';
import { LoginLine } from './queues/login-line';
import { LoginWorkers } from './queues/login-worker';
import { Outbox } from './queues/outbox';
import { RecordKeeper } from './queues/records';
import { Signals } from './queues/signals';
import { TIMING } from './store';
import type { Store, Timing } from './store';
import { workTasks } from './queues/task-worker';
import { TaskCaller } from './queues/tasks';
import { watchServers } from './queues/watches';

/** The queue over a store: the one engine of both. */
export function openJobs(store: Store, log: Log, timing: Timing = TIMING): Jobs {
  const bull = new Bull(store, timing, log);
  const line = new LoginLine(bull);
  const outbox = new Outbox(bull, log);
  const told = (login: Login): Promise<void> =>
    outbox.tell(platformOf(login.shownAt.address), { kind: 'status', login: login.id });
  const workers = new LoginWorkers(bull, line, told, log);
  const caller = new TaskCaller(bull);
  const signals = new Signals(bull, log);
  const records = new RecordKeeper(bull, log);
  const claims = new Claims(bull);
  let closing: Promise<void> | undefined;
  return {
    addLogin: login => line.add(login),
    login: id => line.read(id),
    line: server => line.line(server),
    setState: (id, state) => line.setState(id, state),
    setShownAt: (id, ref) => line.setShownAt(id, ref),
    workLogins: (server, handler, atOnce) => workers.work(server, handler, atOnce),
    run: (name, data, timeoutMs) => caller.run(name, data, timeoutMs),
    workTasks: handlers => workTasks(bull, handlers, log),
    watchServers: (servers, watch) => watchServers(bull, servers, watch, log),
    read: (name, key) => records.read(name, key),
    write: (name, key, value) => records.write(name, key, value),
    claim: (what, by, forMs) => claims.claim(what, by, forMs),
    tell: (platform, telling) => outbox.tell(platform, telling),
    workOutbox: (platform, handler) => outbox.work(platform, handler),
    signal: signal => signals.send(signal),
    onSignal: listener => signals.listen(listener),
    depth: servers =>
      store.produce(async () => {
        const [logins, tasks, outboxes] = await Promise.all([
          line.depth(servers),
          caller.depth(),
          outbox.depth(),
        ]);
        return { logins, tasks, ...outboxes };
      }),
    healthy: () =>
      store
        .produce(() => store.ping())
        .then(
          () => true,
          () => false,
        ),
    close: () => (closing ??= bull.close()),
  };
}
