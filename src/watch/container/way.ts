import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '../../errors';
import { isOpen } from './episode';
import type { ContainerMemory } from './memory';
import type { Scene } from './seen';

/** A machine that restarts stops its containers first, and then takes so long at most. */
const restartMs = 5 * 60_000;
const stoppedBeforeMs = 60_000;

/** There is no way to the container, or none of its name. */
export function withoutWay(memory: ContainerMemory, problem: Problem, scene: Scene): ContainerMemory {
  const { way } = memory;
  if (way === undefined) {
    const lostSinceMs = scene.atMs;
    const restarting = mayBeRestarting(memory, lostSinceMs);
    return { ...memory, way: { lostSinceMs, problem, ...(restarting && { restarting }) } };
  }
  return isDeepStrictEqual(way.problem, problem) ? memory : { ...memory, way: { ...way, problem } };
}

/** Tried for long enough, it is an incident. */
export function withPatience(memory: ContainerMemory, scene: Scene): ContainerMemory {
  const { way } = memory;
  if (way === undefined || way.incident !== undefined) return memory;
  const patienceMs = way.restarting === true ? restartMs : 0;
  if (scene.atMs - way.lostSinceMs < Math.max(patienceMs, scene.pace.unreachableAfterMs)) return memory;
  const incident = `${scene.server}.unreachable.${Math.round(way.lostSinceMs).toString(36)}`;
  return { ...memory, way: { ...way, incident } };
}

/** Somebody stopped the container just before: its incident is open, and most likely tells the whole story. */
function mayBeRestarting({ episode, run }: ContainerMemory, lostSinceMs: number): boolean {
  if (!isOpen(episode) || run?.phase !== 'ended' || episode.last !== 'person') return false;
  const { downSinceMs = episode.startedAtMs } = episode;
  return lostSinceMs - downSinceMs < stoppedBeforeMs;
}
