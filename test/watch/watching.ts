import { createCliProxies } from '../../src/cliproxy/cliproxies';
import type { Incident, WatchRecord } from '../../src/jobs/incident';
import type { Jobs, Stop } from '../../src/jobs/jobs';
import type { Servers } from '../../src/server/servers';
import type { WatchPace } from '../../src/watch/pace';
import { watchServers } from '../../src/watch/watch';
import { keptLog } from '../fakes/log';

/** As the usual pace, but for people who wait. */
export const quickPace: WatchPace = {
  probeMs: 40,
  checkMs: 200,
  accountsMs: 150,
  unreachableAfterMs: 2_000,
  silentAfterMs: 500,
  stableMs: 600,
};

/** A watcher that runs, and what it makes known. */
export interface Watching {
  /** What was written down about ali. */
  record(): Promise<WatchRecord | undefined>;
  /** Every state of every incident that was made known, in order, as the others see it. */
  readonly told: readonly Incident[];
  readonly logged: () => string;
  stop: Stop;
}

export function watching(servers: Servers, jobs: Jobs, pace: Partial<WatchPace> = {}): Watching {
  const { log, text } = keptLog();
  const told: Incident[] = [];
  const record = () => jobs.read('watch', 'ali');
  const stopSignals = jobs.onSignal(signal => {
    if (signal.kind !== 'incidents') return;
    void record().then(read => {
      for (const incident of read?.incidents ?? []) {
        if (!told.some(({ id, revision }) => id === incident.id && revision >= incident.revision)) {
          told.push(incident);
        }
      }
    });
  });
  const stop = watchServers(createCliProxies(servers, jobs), jobs, log, { ...quickPace, ...pace });
  return {
    record,
    told,
    logged: text,
    stop: async () => {
      await stop();
      await stopSignals();
    },
  };
}

/** What was said about containers and the way to them, one word for each incident, as it is now. */
export function causes(record: WatchRecord | undefined): readonly string[] {
  return (record?.incidents ?? []).map(
    ({ trouble, endedAtMs }) =>
      `${trouble.kind === 'container' ? trouble.cause : trouble.kind}${endedAtMs === undefined ? '' : ', over'}`,
  );
}
