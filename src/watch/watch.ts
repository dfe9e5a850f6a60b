import { setTimeout as sleep } from 'node:timers/promises';
import type { CliProxies } from '../cliproxy/cliproxies';
import type { Jobs, Stop } from '../jobs/jobs';
import type { Log } from '../log';
import type { Metrics } from '../metrics';
import type { WatchPace } from './pace';
import { watchServer } from './server-watch';

/** So long after one watch another begins: two hundred handshakes at once would leave time for nothing else. */
const apartMs = 25;

/**
 * Watches every server of this worker that no other worker watches: what goes wrong with containers, the way to
 * them and their accounts becomes incidents, which are written down and signalled.
 */
export function watchServers(
  proxies: CliProxies,
  jobs: Jobs,
  log: Log,
  pace: WatchPace,
  metrics?: Pick<Metrics, 'incident'>,
): Stop {
  let nextMs = 0;
  return jobs.watchServers(proxies.names, async (server, held) => {
    const waitMs = Math.max(0, nextMs - Date.now());
    nextMs = Date.now() + waitMs + apartMs;
    if (waitMs > 0) await sleep(waitMs, undefined, { signal: held }).catch(() => undefined);
    if (held.aborted) return;
    await watchServer({
      proxy: proxies.known(server),
      jobs,
      log: log.child({ server }),
      pace,
      held,
      onIncident: ({ trouble }) =>
        metrics?.incident(trouble.kind === 'container' ? trouble.cause : trouble.kind),
    });
  });
}
