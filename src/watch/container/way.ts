import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '../../errors';
import type { ContainerMemory } from './memory';
import type { Scene } from './seen';

/** There is no way to the container, or none of its name. */
export function withoutWay(memory: ContainerMemory, problem: Problem, scene: Scene): ContainerMemory {
  const { way } = memory;
  if (way === undefined) return { ...memory, way: { lostSinceMs: scene.atMs, problem } };
  return isDeepStrictEqual(way.problem, problem) ? memory : { ...memory, way: { ...way, problem } };
}

/** Tried for long enough, it is an incident. */
export function withPatience(memory: ContainerMemory, scene: Scene): ContainerMemory {
  const { way } = memory;
  if (way === undefined || way.incident !== undefined) return memory;
  if (scene.atMs - way.lostSinceMs < scene.pace.unreachableAfterMs) return memory;
  const incident = `${scene.server}.unreachable.${Math.round(way.lostSinceMs).toString(36)}`;
  return { ...memory, way: { ...way, incident } };
}
