import { isOpen } from './episode';
import type { ContainerMemory, EndedBy, Run } from './memory';
import { isOurs, withEnd, withStart } from './runs';
import type { ContainerSeen, Scene } from './seen';

/** How a program ends that was asked to: by itself, or by SIGINT, SIGKILL, SIGTERM. */
const obedientCodes = new Set([0, 130, 137, 143]);

/** Ends and starts that no event told of. */
export function withWhatWasMissed(
  memory: ContainerMemory,
  seen: ContainerSeen,
  gap: { readonly remembers: boolean | undefined },
  scene: Scene,
): ContainerMemory {
  const { run } = memory;
  if (run === undefined) return memory;
  const { facts, startedAtMs } = seen;
  const isUp = seen.status === 'running' || seen.status === 'paused';
  const wasUp = run.phase === 'running' || run.phase === 'paused';
  const startedAnew = startedAtMs > run.startedAtMs;
  // Docker counts a restart before it makes it.
  const counted = run.end?.by === 'itself' || run.end?.by === 'memory' ? 1 : 0;
  const byPolicy = facts.restartCount - run.restartCount - counted;

  if (isUp && !startedAnew) return memory;
  if (isUp && !wasUp) {
    return withStart(memory, run, { atMs: startedAtMs, heard: false, restartCount: facts.restartCount });
  }
  if (!isUp && !wasUp && !startedAnew) return memory;

  const end = { atMs: Math.max(facts.finishedAtMs, run.startedAtMs), heard: false };
  const ended =
    byPolicy > 0
      ? withManyEnds(memory, run, byPolicy, seen, scene)
      : withEnd(memory, run, { ...end, ...missedEnd(memory, run, seen, isUp, gap.remembers) }, scene);
  if (!isUp || ended.run === undefined) return ended;
  return withStart(ended, ended.run, {
    atMs: startedAtMs,
    heard: false,
    restartCount: facts.restartCount,
  });
}

/** Why it is not in the run that it was in, when Docker does not say. */
function missedEnd(
  memory: ContainerMemory,
  run: Run,
  seen: ContainerSeen,
  isUp: boolean,
  remembers: boolean | undefined,
): { readonly by: EndedBy; readonly exitCode?: number } {
  if (isOurs(memory, run.id, run.startedAtMs)) return { by: 'us' };
  // A start that no event explains: Docker forgets its events when it is restarted, and only then.
  if (isUp) return { by: 'docker' };
  const { by, exitCode } = endOf(seen, remembers !== false);
  return { by, ...(exitCode !== undefined && { exitCode }) };
}

/** How the last run ended, as far as an inspect tells. */
export function endOf(
  { facts, status, startedAtMs }: ContainerSeen,
  remembers: boolean,
): { readonly atMs: number; readonly by: EndedBy; readonly exitCode?: number } {
  const { exitCode, oomKilled } = facts;
  const atMs = Math.max(facts.finishedAtMs, startedAtMs, facts.createdAtMs);
  if (oomKilled) return { atMs, by: 'memory', exitCode };
  if (status === 'restarting' || !obedientCodes.has(exitCode)) return { atMs, by: 'itself', exitCode };
  return { atMs, by: remembers ? 'person' : 'docker', exitCode };
}

/** Docker counted its restarts; when they were is not known but for the last. */
function withManyEnds(
  memory: ContainerMemory,
  run: Run,
  count: number,
  { facts }: ContainerSeen,
  scene: Scene,
): ContainerMemory {
  const fromMs = Math.max(run.startedAtMs, memory.gapSinceMs ?? 0, memory.way?.lostSinceMs ?? 0);
  const lastMs = Math.max(facts.finishedAtMs, fromMs);
  return Array.from({ length: count }).reduce<ContainerMemory>((each, _, index) => {
    const atMs = fromMs + ((lastMs - fromMs) * (index + 1)) / count;
    const by = facts.oomKilled ? 'memory' : 'itself';
    return withEnd(each, run, { atMs, by, exitCode: facts.exitCode, heard: false }, scene);
  }, memory);
}

/** Docker stops the containers before it ends, and tells of it as if a person had. */
export function withDockersEnd(
  memory: ContainerMemory,
  run: Run,
  gapSinceMs: number,
  seen: ContainerSeen,
): ContainerMemory {
  const { episode } = memory;
  if (!isOpen(episode)) return memory;
  const startedInGap = Math.max(run.startedAtMs, seen.startedAtMs) > gapSinceMs;
  if (!startedInGap) return memory;
  const stopped = episode.last === 'person' && episode.ends === 0;
  const fell = episode.last === 'itself' && episode.ends === 1 && episode.startedAtMs > gapSinceMs;
  const uncounted = seen.facts.restartCount === 0;
  if (!stopped && !(fell && uncounted)) return memory;
  return {
    ...memory,
    episode: { ...episode, last: 'docker', ends: 0, endsAtMs: [], restarted: false },
  };
}
