import type { ContainerEvent } from '../../server/server';
import type { ContainerMemory, EndedBy, Run } from './memory';
import { isOpen, openEpisode, withOtherEnd, withOwnEnd } from './episode';
import type { Scene } from './seen';

/** Started so soon after somebody ended it, it was a restart. */
const restartWithinMs = 30_000;
/** A mark says when the run began that it ends; an event says so a moment later. */
const markSlackMs = 2_000;

export interface End {
  readonly atMs: number;
  readonly by: EndedBy;
  readonly exitCode?: number | undefined;
  /** Told by an event, and not concluded. */
  readonly heard: boolean;
}

export const unasked = { asked: false, silences: 0 } as const;

/** The run is over. */
export function withEnd(memory: ContainerMemory, run: Run, end: End, scene: Scene): ContainerMemory {
  const { atMs, by, exitCode, heard } = end;
  const episode =
    by === 'itself' || by === 'memory'
      ? withOwnEnd(memory, { atMs, exitCode, outOfMemory: by === 'memory' }, scene)
      : withOtherEnd(memory, { atMs, by, exitCode, asked: by === 'us' ? memory.mark?.by : undefined }, scene);
  const taken = episode.incident === memory.way?.incident;
  return {
    ...memory,
    episode,
    ...(taken && { way: undefined }),
    run: { ...run, phase: 'ended', end: { atMs, by, heard }, port: unasked },
  };
}

/** The container was started again. */
export function withStart(
  memory: ContainerMemory,
  run: Run,
  start: { readonly atMs: number; readonly heard: boolean; readonly restartCount?: number },
): ContainerMemory {
  const { end } = run;
  const ownEnd = end?.by === 'itself' || end?.by === 'memory';
  const { episode } = memory;
  const atOnce = end?.by === 'person' && start.atMs - end.atMs < restartWithinMs;
  return {
    ...memory,
    ...(isOpen(episode) && atOnce && { episode: { ...episode, restarted: true } }),
    run: {
      id: run.id,
      name: run.name,
      image: run.image,
      imageId: run.imageId,
      number: run.number + 1,
      phase: 'running',
      startedAtMs: start.atMs,
      previousStartedAtMs: run.startedAtMs,
      startHeard: start.heard,
      // Docker counts the restarts that its policy made.
      restartCount: start.restartCount ?? run.restartCount + (ownEnd ? 1 : 0),
      port: unasked,
    },
  };
}

/** Another container has the name now. */
export function withNewContainer(
  memory: ContainerMemory,
  before: Run,
  now: Pick<Run, 'id' | 'name' | 'image' | 'startedAtMs' | 'startHeard' | 'restartCount'>,
  scene: Scene,
): ContainerMemory {
  const open = openEpisode(memory, now.startedAtMs, scene);
  return {
    ...memory,
    episode: {
      ...open,
      recreated: true,
      endsAtMs: [],
      ...(before.image !== now.image && {
        image: { before: open.image?.before ?? before.image, after: now.image },
      }),
      downSinceMs: open.downSinceMs ?? now.startedAtMs,
    },
    run: {
      ...now,
      number: before.number + 1,
      phase: 'running',
      port: unasked,
      ...(before.imageId !== undefined && { replaced: { image: before.image, imageId: before.imageId } }),
    },
  };
}

/** Whether it was us who ended this run, or started it again. */
export function isOurs(
  { mark }: ContainerMemory,
  container: string,
  startedAtMs: number | undefined,
): boolean {
  return (
    mark !== undefined &&
    startedAtMs !== undefined &&
    mark.container === container &&
    Math.abs(mark.startedAtMs - startedAtMs) < markSlackMs
  );
}

/** A container that was not known before is taken as it starts. */
export function firstRun(event: ContainerEvent): Run {
  return {
    id: event.container,
    name: event.name,
    image: event.image,
    number: 1,
    phase: 'running',
    startedAtMs: event.atMs,
    startHeard: true,
    restartCount: 0,
    port: unasked,
  };
}
