import type { ContainerEvent } from '../../server/server';
import { hear } from './hear';
import { explained, toldOf } from './incidents';
import { look } from './look';
import { withGap, type ContainerMemory, type ContainerState, type Run } from './memory';
import type { Scene, Seen } from './seen';
import { probed, withTime } from './serving';
import { withoutWay, withPatience } from './way';

/** How many events are told apart from their repetitions. */
const mostHeard = 64;

/** Pure: what one thing that was seen makes of what is known of a server's container. */
export function step(state: ContainerState, seen: Seen, scene: Scene): ContainerState {
  if (seen.kind === 'explained') {
    return { ...state, incidents: explained(state.incidents, seen.incident, seen.log) };
  }
  const { memory: before } = state;
  const memory = withPatience(withTime(take(before, seen, scene), scene), scene);
  const incidents = toldOf(state.incidents, before, memory, scene);
  return memory === before && incidents === state.incidents ? state : { incidents, memory };
}

function take(
  memory: ContainerMemory,
  seen: Exclude<Seen, { kind: 'explained' }>,
  scene: Scene,
): ContainerMemory {
  switch (seen.kind) {
    case 'event':
      return hearOnce(memory, seen.event, scene);
    case 'mark':
      return { ...memory, mark: seen.mark };
    case 'port':
      return probed(memory, { number: seen.run, answers: seen.answers }, scene);
    case 'lost':
      return withoutWay(withGap(memory), seen.problem, scene);
    case 'looked':
      return looked(memory, seen, scene);
    case 'tick':
      return memory;
  }
}

/** Docker repeats the last event that was heard, and more where somebody asks for more. */
function hearOnce(memory: ContainerMemory, event: ContainerEvent, scene: Scene): ContainerMemory {
  const key = keyOf(event);
  if (event.atMs <= memory.forgottenMs || memory.heard.some(each => each.key === key)) return memory;
  const all = [...memory.heard, { atMs: event.atMs, key }];
  const heard = all.slice(-mostHeard);
  const forgottenMs = all
    .slice(0, -mostHeard)
    .reduce((last, { atMs }) => Math.max(last, atMs), memory.forgottenMs);
  return { ...hear(memory, event, scene), heard, forgottenMs, events: memory.events + 1 };
}

/** Tells an event from every other one. */
export function keyOf({ atMs, action, container }: ContainerEvent): string {
  return `${atMs}.${action}.${container.slice(0, 12)}`;
}

function looked(
  memory: ContainerMemory,
  seen: Extract<Seen, { kind: 'looked' }>,
  scene: Scene,
): ContainerMemory {
  const { gapSinceMs, run } = memory;
  if (gapSinceMs !== undefined && !seen.caughtUp) return memory;
  const { container } = seen;
  const isFirst = gapSinceMs !== undefined || run === undefined;
  const lookedSinceMs = isFirst ? scene.atMs : memory.lookedSinceMs;
  const gap = gapSinceMs === undefined ? undefined : { sinceMs: gapSinceMs, remembers: seen.remembers };
  if ('problem' in container) {
    // There never was one: more likely a name that is wrong than a container that is gone.
    const reached = { ...memory, gapSinceMs: undefined };
    if (run === undefined) return withoutWay(reached, container.problem, scene);
    const isNews = gap !== undefined && memory.events === seen.askedAfter && run.phase !== 'gone';
    return { ...(isNews ? gone(reached, run, scene) : reached), way: undefined, lookedSinceMs };
  }
  // What was heard since is newer, and tells what happened.
  const stale = memory.events !== seen.askedAfter;
  const now = stale && run !== undefined ? memory : look(memory, container, gap, scene);
  return { ...now, way: undefined, gapSinceMs: undefined, lookedSinceMs };
}

/** Nobody told, but no container has the name. */
function gone(memory: ContainerMemory, run: Run, scene: Scene): ContainerMemory {
  const { id: container, name, image } = run;
  return hear(memory, { action: 'destroy', atMs: scene.atMs, container, name, image }, scene);
}
