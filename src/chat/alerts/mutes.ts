import type { Mute, MutesRecord } from '../../jobs/incident';
import type { Jobs } from '../../jobs/jobs';

/** Which of the servers are muted: those named, or all there are. */
export type Muted = readonly string[] | 'all';

const nothing: MutesRecord = { servers: {} };

/** Changes wait for one another here: each reads what the one before has written. */
let change: Promise<unknown> = Promise.resolve();

/** The mutes that hold now. */
export async function readMutes(jobs: Pick<Jobs, 'read'>, nowMs: number): Promise<MutesRecord> {
  return holding((await jobs.read('mutes', 'all')) ?? nothing, nowMs);
}

/** What keeps a server's alerts back; of two mutes the longer one. */
export function muteOf(mutes: MutesRecord, server: string): Mute | undefined {
  const own = mutes.servers[server];
  if (own === undefined || mutes.all === undefined) return own ?? mutes.all;
  return own.untilMs > mutes.all.untilMs ? own : mutes.all;
}

/** Holds back the alerts of these servers; a mute that holds there already is replaced, its beginning stays. */
export function mute(jobs: Pick<Jobs, 'read' | 'write'>, muted: Muted, by: Mute): Promise<void> {
  return changeMutes(jobs, by.sinceMs, mutes => {
    const renewed = (old: Mute | undefined): Mute => ({ ...by, sinceMs: old?.sinceMs ?? by.sinceMs });
    if (muted === 'all') return { ...mutes, all: renewed(mutes.all) };
    const added = muted.map(server => [server, renewed(mutes.servers[server])] as const);
    return { ...mutes, servers: { ...mutes.servers, ...Object.fromEntries(added) } };
  });
}

/** Lets alerts through again; `all` ends every mute there is. */
export function unmute(jobs: Pick<Jobs, 'read' | 'write'>, muted: Muted, nowMs: number): Promise<void> {
  return changeMutes(jobs, nowMs, mutes => {
    if (muted === 'all') return nothing;
    const left = Object.entries(mutes.servers).filter(([server]) => !muted.includes(server));
    return { ...mutes, servers: Object.fromEntries(left) };
  });
}

function changeMutes(
  jobs: Pick<Jobs, 'read' | 'write'>,
  nowMs: number,
  by: (mutes: MutesRecord) => MutesRecord,
): Promise<void> {
  const changed = change.then(async () => jobs.write('mutes', 'all', by(await readMutes(jobs, nowMs))));
  change = changed.catch(() => undefined);
  return changed;
}

function holding({ all, servers }: MutesRecord, nowMs: number): MutesRecord {
  const left = Object.entries(servers).filter(([, each]) => each.untilMs > nowMs);
  return { ...(all !== undefined && all.untilMs > nowMs && { all }), servers: Object.fromEntries(left) };
}
