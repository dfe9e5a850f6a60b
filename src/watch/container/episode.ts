import type { Cause } from '../../jobs/incident';
import type { ContainerMemory, EndedBy, Episode, Run } from './memory';
import type { Scene } from './seen';

/** A crash so soon after the last one belongs to the same trouble. */
const againWithinMs = 15 * 60_000;
/** As many ends by itself within so long are a loop. */
const loopEnds = 3;
const loopWithinMs = 10 * 60_000;
const mostEndsKept = 20;
const longestStableMs = 30 * 60_000;
/** People who wait so long are told when it is over. */
const patienceMs = 30_000;

export function isOpen(episode: Episode | undefined): episode is Episode {
  return episode !== undefined && episode.closedAtMs === undefined;
}

/** The episode that is open, or a new one that begins at `atMs`. */
export function openEpisode({ episode }: ContainerMemory, atMs: number, scene: Scene): Episode {
  if (isOpen(episode)) return episode;
  return {
    incident: `${scene.server}.container.${Math.round(atMs).toString(36)}`,
    startedAtMs: atMs,
    seenAtMs: scene.oursMs,
    ends: 0,
    endsAtMs: [],
    outOfMemory: false,
    looped: false,
    restarted: false,
    recreated: false,
    paused: false,
    unhealthy: false,
    silent: false,
    downSinceMs: atMs,
    longestDownMs: 0,
  };
}

/** As {@link openEpisode}, but a trouble that was over a short while ago is open again. */
export function openTrouble(memory: ContainerMemory, atMs: number, scene: Scene): Episode {
  const { episode } = memory;
  const { closedAtMs } = episode ?? {};
  if (episode === undefined || closedAtMs === undefined) return openEpisode(memory, atMs, scene);
  if (!isTrouble(episode) || atMs - closedAtMs > againWithinMs) return openEpisode(memory, atMs, scene);
  return { ...episode, endedAtMs: undefined, closedAtMs: undefined, downSinceMs: atMs };
}

/** The episode with one more end by itself. */
export function withOwnEnd(
  memory: ContainerMemory,
  end: { readonly atMs: number; readonly outOfMemory: boolean; readonly exitCode?: number | undefined },
  scene: Scene,
): Episode {
  const open = openTrouble(memory, end.atMs, scene);
  const endsAtMs = [...open.endsAtMs, end.atMs].slice(-mostEndsKept);
  const recent = endsAtMs.filter(atMs => end.atMs - atMs <= loopWithinMs);
  return {
    ...open,
    last: end.outOfMemory ? 'memory' : 'itself',
    exitCode: end.exitCode,
    ends: open.ends + 1,
    endsAtMs,
    outOfMemory: end.outOfMemory,
    looped: open.looped || recent.length >= loopEnds,
    downSinceMs: open.downSinceMs ?? end.atMs,
  };
}

/** The episode after somebody, or Docker itself, ended the container. */
export function withOtherEnd(
  memory: ContainerMemory,
  end: {
    readonly atMs: number;
    readonly by: Exclude<EndedBy, 'itself' | 'memory'>;
    readonly exitCode?: number | undefined;
    readonly asked?: string | undefined;
  },
  scene: Scene,
): Episode {
  const open = openEpisode(memory, end.atMs, scene);
  const taken = end.by === 'docker' && !isOpen(memory.episode) ? memory.way : undefined;
  return {
    ...open,
    downSinceMs: open.downSinceMs ?? end.atMs,
    // A server that was out of reach and has been restarted is one trouble, which keeps its message.
    ...(taken?.incident !== undefined && {
      incident: taken.incident,
      startedAtMs: taken.lostSinceMs,
      downSinceMs: taken.lostSinceMs,
    }),
    last: end.by,
    exitCode: end.exitCode,
    ...(end.asked !== undefined && { by: end.asked }),
    // Whoever has a hand in it may have mended it.
    endsAtMs: [],
    restarted: false,
  };
}

/** It can come again by itself, so that one good moment proves nothing. */
function isTrouble(episode: Episode): boolean {
  return episode.ends > 0 || episode.silent || episode.unhealthy;
}

/** How long the container has to serve before the episode is over. */
export function stableForMs(episode: Episode, stableMs: number): number {
  if (!isTrouble(episode)) return 0;
  const gaps = episode.endsAtMs.map((atMs, index) => atMs - (episode.endsAtMs[index - 1] ?? atMs));
  return Math.min(Math.max(stableMs, 3 * Math.max(0, ...gaps)), longestStableMs);
}

export function endIsNews(episode: Episode): boolean {
  const { looped, silent, unhealthy, longestDownMs } = episode;
  return looped || silent || unhealthy || longestDownMs >= patienceMs;
}

/** What is to be said of an episode, from all that is known of it. */
export function causeOf(episode: Episode, run: Run | undefined): Cause {
  if (run?.phase === 'gone') return 'removed';
  if (run?.phase === 'ended' && episode.last !== undefined) {
    if (episode.last === 'person') return 'stopped';
    if (episode.last === 'us') return 'restarted-by-us';
    if (episode.last === 'docker') return 'docker-restarted';
  }
  if (episode.looped) return 'loops';
  if (episode.ends > 0) return episode.outOfMemory ? 'out-of-memory' : 'crashed';
  if (run?.phase === 'paused') return 'paused';
  if (episode.unhealthy) return 'unhealthy';
  // Once it answers, what was done to it says more than that it took long.
  const silent = episode.silent && (run?.port.answersSinceMs === undefined || episode.last === undefined);
  if (silent) return 'not-answering';
  if (episode.last === 'docker') return 'docker-restarted';
  if (episode.last === 'us') return 'restarted-by-us';
  if (episode.recreated) return 'recreated';
  if (episode.last === 'person') return episode.restarted ? 'restarted' : 'stopped';
  return 'paused';
}
