import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '../../errors';
import type { Incident, Trouble } from '../../jobs/incident';
import { causeOf, endIsNews, isOpen } from './episode';
import type { ContainerMemory, Episode } from './memory';
import type { Scene } from './seen';
import { servesSinceMs } from './serving';

const keptForMs = 24 * 60 * 60_000;
const mostKept = 50;

/** The incidents as they are to be told after what was remembered became something else. */
export function toldOf(
  incidents: readonly Incident[],
  before: ContainerMemory,
  now: ContainerMemory,
  scene: Scene,
): readonly Incident[] {
  const changed: (Shown | undefined)[] = [
    // What comes after an episode is over is another's.
    now.episode === undefined || (now.episode === before.episode && !isOpen(now.episode))
      ? undefined
      : ofEpisode(now, now.episode),
    ofWay(before, now, scene),
  ];
  const all = changed.reduce<readonly Incident[]>((each, shown) => put(each, shown, scene), incidents);
  return pruned(all, scene.atMs);
}

/** With the lines that explain it, where there are any. */
export function explained(
  incidents: readonly Incident[],
  id: string,
  log: readonly string[],
): readonly Incident[] {
  return incidents.map(each =>
    each.id !== id || log.length === 0 || isDeepStrictEqual(each.log, log)
      ? each
      : { ...each, log, revision: each.revision + 1 },
  );
}

type Shown = Pick<Incident, 'id' | 'trouble' | 'startedAtMs' | 'seenAtMs' | 'endIsNews'> & {
  readonly endedAtMs: number | undefined;
};

function ofEpisode(memory: ContainerMemory, episode: Episode): Shown | undefined {
  const { run } = memory;
  const servesMs = servesSinceMs(memory);
  const { incident: id, startedAtMs, endedAtMs, seenAtMs, exitCode, ends, by, image } = episode;
  if (run === undefined) return undefined;
  const trouble: Trouble = {
    kind: 'container',
    container: run.name,
    cause: causeOf(episode, run),
    ...(exitCode !== undefined && { exitCode }),
    ends,
    ...(by !== undefined && { by }),
    ...(image !== undefined && { image }),
    ...(servesMs !== undefined && { answersSinceMs: servesMs }),
  };
  const isNews = endedAtMs !== undefined && endIsNews(episode);
  return { id, trouble, startedAtMs, seenAtMs, endedAtMs, endIsNews: isNews };
}

function ofWay(before: ContainerMemory, { way, episode }: ContainerMemory, scene: Scene): Shown | undefined {
  const shown = way?.incident === undefined ? before.way : way;
  const id = shown?.incident;
  // A restart of Docker may have taken the incident over.
  if (shown === undefined || id === undefined || id === episode?.incident) return undefined;
  const problem = shown.problem as Problem;
  return {
    id,
    trouble: { kind: 'unreachable', problem },
    startedAtMs: shown.lostSinceMs,
    seenAtMs: scene.oursMs,
    endedAtMs: way === undefined ? scene.atMs : undefined,
    endIsNews: way === undefined,
  };
}

function put(incidents: readonly Incident[], shown: Shown | undefined, scene: Scene): readonly Incident[] {
  if (shown === undefined) return incidents;
  const known = incidents.find(each => each.id === shown.id);
  const { endedAtMs, ...rest } = shown;
  const next = {
    ...rest,
    server: scene.server,
    seenAtMs: known?.seenAtMs ?? shown.seenAtMs,
    log: known?.log ?? [],
    ...(endedAtMs !== undefined && { endedAtMs }),
  };
  if (known === undefined) return [...incidents, { ...next, revision: 1 }];
  const { revision, ...was } = known;
  if (isDeepStrictEqual(was, next)) return incidents;
  return incidents.map(each => (each === known ? { ...next, revision: revision + 1 } : each));
}

/** Open ones, and those that ended within the last day, not too many. */
function pruned(incidents: readonly Incident[], nowMs: number): readonly Incident[] {
  const kept = incidents.filter(({ endedAtMs }) => endedAtMs === undefined || nowMs - endedAtMs < keptForMs);
  const over = kept.filter(({ endedAtMs }) => endedAtMs !== undefined);
  const surplus = new Set(over.slice(0, Math.max(0, kept.length - mostKept)));
  return kept.length === incidents.length && surplus.size === 0
    ? incidents
    : kept.filter(each => !surplus.has(each));
}
