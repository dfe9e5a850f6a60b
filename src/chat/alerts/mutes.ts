import type { Mute } from '../../jobs/incident';
import type { Jobs } from '../../jobs/jobs';

/** Which of the servers are muted: those named, or all there are. */
export type Muted = readonly string[] | 'all';

/** The mutes that hold. Absent servers have none of their own. */
export interface Mutes {
  readonly all?: Mute;
  readonly servers: Readonly<Record<string, Mute>>;
}

/** The key of the mute of all: no server can be called that. */
const ALL = '*';

/** The mutes that hold now: that of all, and those of these servers. */
export async function readMutes(
  jobs: Pick<Jobs, 'read'>,
  servers: readonly string[],
  nowMs: number,
): Promise<Mutes> {
  const [all, ...own] = await Promise.all([ALL, ...servers].map(key => holding(jobs, key, nowMs)));
  const named = servers.flatMap((server, index) => {
    const mute = own[index];
    return mute === undefined ? [] : [[server, mute] as const];
  });
  return { ...(all !== undefined && { all }), servers: Object.fromEntries(named) };
}

/** What keeps a server's alerts back; of two mutes the longer one. */
export function muteOf(mutes: Mutes, server: string): Mute | undefined {
  const own = mutes.servers[server];
  if (own === undefined || mutes.all === undefined) return own ?? mutes.all;
  return own.untilMs > mutes.all.untilMs ? own : mutes.all;
}

/** Holds back the alerts of these servers; a mute that holds there already is replaced, its beginning stays. */
export async function mute(jobs: Pick<Jobs, 'read' | 'write'>, muted: Muted, by: Mute): Promise<void> {
  await Promise.all(
    keysOf(muted).map(async key => {
      const old = await holding(jobs, key, by.sinceMs);
      await jobs.write('mute', key, { ...by, sinceMs: old?.sinceMs ?? by.sinceMs });
    }),
  );
}

/** Ends the mutes of these servers, or the one of all, which leaves each server's own. */
export async function unmute(jobs: Pick<Jobs, 'read' | 'write'>, muted: Muted): Promise<void> {
  await Promise.all(
    keysOf(muted).map(async key => {
      const old = await jobs.read('mute', key);
      if (old !== undefined) await jobs.write('mute', key, { ...old, untilMs: 0 });
    }),
  );
}

async function holding(jobs: Pick<Jobs, 'read'>, key: string, nowMs: number): Promise<Mute | undefined> {
  const mute = await jobs.read('mute', key);
  return mute !== undefined && mute.untilMs > nowMs ? mute : undefined;
}

function keysOf(muted: Muted): readonly string[] {
  return muted === 'all' ? [ALL] : muted;
}
