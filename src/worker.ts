import { createCliProxies } from './cliproxy/cliproxies';
import { readAccounts } from './cliproxy/accounts';
import type { Jobs, Stop } from './jobs/jobs';
import type { Log } from './log';
import { cancelLogin, passCallback } from './login/tasks';
import { loginLimits, type LoginLimits } from './login/work';
import { workLogins } from './login/worker';
import type { Metrics } from './metrics';
import type { OneHubSettings } from './onehub/settings';
import { balance } from './operate/balance';
import { testCompletion } from './operate/completion-test';
import { examine } from './operate/doctor';
import { importFiles } from './import/import-files';
import { transfer } from './import/transfer';
import { connectOneHub } from './operate/onehub';
import { readLogs } from './operate/logs';
import { restart } from './operate/restart';
import type { Servers } from './server/servers';
import { watchServers } from './watch/watch';
import { watchPace, type WatchPace } from './watch/pace';

export interface WorkerOptions {
  readonly limits?: LoginLimits;
  readonly pace?: WatchPace;
  readonly metrics?: Metrics;
  readonly oneHub?: OneHubSettings;
}

/**
 * The worker's part: logins, the short tasks, and the watch over every server.
 *
 * @returns how to stop: logins that still run are ended and their requesters told, and the watches are handed
 * over, within a few seconds.
 */
export function startWorker(
  jobs: Jobs,
  servers: Servers,
  log: Log,
  { limits = loginLimits, pace = watchPace, metrics, oneHub }: WorkerOptions = {},
): Stop {
  const proxies = createCliProxies(servers, jobs);
  const stops = [
    workLogins(jobs, proxies, log, limits, (outcome, ms) => metrics?.loginEnded(outcome, ms / 1_000)),
    jobs.workTasks({
      callback: data => passCallback(jobs, proxies, data),
      cancel: data => cancelLogin(jobs, data),
      accounts: data => readAccounts(proxies.known(data.server)),
      restart: data => restart(proxies.known(data.server), jobs, data),
      logs: data => readLogs(proxies.known(data.server), data),
      doctor: data => examine(proxies.known(data.server)),
      import: data => importFiles(proxies.known(data.server), jobs, data),
      transfer: data => transfer(proxies.known(data.from), proxies.known(data.to), jobs, data),
      test: data => testCompletion(proxies.known(data.server), data),
      balance: data => balance(proxies.known(data.server), data),
      onehub: data => connectOneHub(proxies, jobs, oneHub, data),
    }),
    watchServers(proxies, jobs, log, pace, metrics),
  ];
  return async () => {
    await Promise.all(stops.map(stop => stop()));
  };
}
