import { isOpen, openEpisode, openTrouble } from './episode';
import type { ContainerMemory, Run } from './memory';
import { endOf, withDockersEnd, withWhatWasMissed } from './missed';
import { unasked, withEnd, withNewContainer } from './runs';
import type { ContainerSeen, Scene } from './seen';

/** What it means that the container is so. `gap`: nobody looked for a while, so that events may be missing. */
export function look(
  memory: ContainerMemory,
  seen: ContainerSeen,
  gap: { readonly sinceMs: number; readonly remembers: boolean | undefined } | undefined,
  scene: Scene,
): ContainerMemory {
  const { run } = memory;
  if (run === undefined) return firstLook(memory, seen, scene);
  if (gap === undefined) return isAbout(run, seen) ? withFacts(memory, seen, scene) : memory;
  if (run.id !== seen.id) {
    const { id, name, startedAtMs, facts } = seen;
    const { image, restartCount } = facts;
    const now = { id, name, image, startedAtMs, startHeard: false, restartCount };
    return asItIs(withNewContainer(memory, run, now, scene), seen, scene);
  }
  const relabelled = gap.remembers === false ? withDockersEnd(memory, run, gap.sinceMs, seen) : memory;
  return asItIs(withWhatWasMissed(relabelled, seen, gap, scene), seen, scene);
}

/** A container that is seen for the first time is known as it is; what is wrong now is told. */
function firstLook(memory: ContainerMemory, seen: ContainerSeen, scene: Scene): ContainerMemory {
  const { facts } = seen;
  const run: Run = {
    id: seen.id,
    name: seen.name,
    image: facts.image,
    imageId: facts.imageId,
    number: 1,
    phase: 'running',
    startedAtMs: seen.startedAtMs,
    startHeard: false,
    restartCount: facts.restartCount,
    port: unasked,
  };
  const known = { ...memory, run };
  if (seen.status === 'running' || seen.status === 'paused') return asItIs(known, seen, scene);
  const ended = withEnd(known, run, { ...endOf(seen, true), heard: false }, scene);
  // As many as Docker has counted, since nobody else did.
  const missed = seen.status === 'restarting' ? facts.restartCount : 0;
  return Array.from({ length: missed }).reduce<ContainerMemory>(
    each => withEnd(each, run, { ...endOf(seen, true), heard: false }, scene),
    ended,
  );
}

/** What needs no history: paused, unhealthy, and the facts of the run. */
function asItIs(before: ContainerMemory, seen: ContainerSeen, scene: Scene): ContainerMemory {
  const memory = withFacts(before, seen, scene);
  const { run } = memory;
  if (run === undefined) return memory;
  const { atMs } = scene;
  const port = { ...unasked, asked: true };
  if (seen.status === 'paused' && run.phase === 'running') {
    const open = openEpisode(memory, atMs, scene);
    const episode = { ...open, paused: true, downSinceMs: open.downSinceMs ?? atMs };
    return { ...memory, episode, run: { ...run, phase: 'paused', port } };
  }
  if (seen.status === 'running' && run.phase === 'paused') {
    return { ...memory, run: { ...run, phase: 'running', port } };
  }
  if (run.health === 'unhealthy' && before.run?.health !== 'unhealthy') {
    const open = openTrouble(memory, atMs, scene);
    return { ...memory, episode: { ...open, unhealthy: true, downSinceMs: open.downSinceMs ?? atMs } };
  }
  return memory;
}

/** Whether both are about the same run: an event of a start comes a moment after it. */
function isAbout(run: Run, { id, status, startedAtMs }: ContainerSeen): boolean {
  return run.id === id && run.phase === status && startedAtMs <= run.startedAtMs;
}

/** What only an inspect tells. */
function withFacts(
  memory: ContainerMemory,
  { startedAtMs, status, facts }: ContainerSeen,
  { atMs }: Scene,
): ContainerMemory {
  const { run, episode } = memory;
  if (run === undefined) return memory;
  const { image, imageId, restartCount, health } = facts;
  const { replaced, ...rest } = run;
  const recovered = run.health === 'unhealthy' && health !== 'unhealthy';
  const known: Run = {
    ...rest,
    ...(recovered && { healthySinceMs: atMs }),
    image,
    imageId,
    health,
    startedAtMs,
    restartCount: status === 'running' ? restartCount : run.restartCount,
  };
  // The same tag may be another image.
  const pulled = replaced?.image === image && replaced.imageId !== imageId && isOpen(episode);
  if (!pulled) return { ...memory, run: known };
  const before = tagged(replaced.image, replaced.imageId);
  return { ...memory, run: known, episode: { ...episode, image: { before, after: tagged(image, imageId) } } };
}

function tagged(image: string, imageId: string): string {
  return `${image}@${imageId.replace(/^sha256:/, '').slice(0, 12)}`;
}
