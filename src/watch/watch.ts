import type { CliProxies } from '../cliproxy/cliproxies';
import type { Jobs, Stop } from '../jobs/jobs';
import type { Log } from '../log';
import type { WatchPace } from './pace';

export function watchServers(_proxies: CliProxies, _jobs: Jobs, _log: Log, _pace: WatchPace): Stop {
  return () => Promise.resolve();
}
