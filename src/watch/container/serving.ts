import { isOpen, openTrouble, stableForMs } from './episode';
import type { ContainerMemory, Run } from './memory';
import type { Scene } from './seen';

/** A single look may fail for a reason of its own. */
const silencesThatCount = 2;

/** What a look at the port says of the run it was about. */
export function probed(
  memory: ContainerMemory,
  { number, answers }: { readonly number: number; readonly answers: boolean },
  { atMs }: Scene,
): ContainerMemory {
  const { run } = memory;
  if (run?.phase !== 'running' || run.number !== number) return memory;
  const { port } = run;
  if (!answers && port.silences >= silencesThatCount) return memory;
  if (!answers) {
    const silences = port.silences + 1;
    const silent = { asked: true, silences, silentSinceMs: port.silentSinceMs ?? atMs };
    const stillBelieved = silences < silencesThatCount ? { answersSinceMs: port.answersSinceMs } : {};
    return { ...memory, run: { ...run, port: { ...silent, ...stillBelieved } } };
  }
  if (port.answersSinceMs !== undefined && port.silences === 0) return memory;
  // What started while nobody looked answers since then, as far as anybody knows.
  const unseen = !port.asked && run.startedAtMs < memory.lookedSinceMs;
  const answersSinceMs = port.answersSinceMs ?? (unseen ? run.startedAtMs : atMs);
  return { ...memory, run: { ...run, port: { asked: true, silences: 0, answersSinceMs } } };
}

/** What the time that has passed makes of it: silent for too long, or serving for long enough. */
export function withTime(memory: ContainerMemory, scene: Scene): ContainerMemory {
  const { run } = memory;
  // While nobody looks, time proves nothing.
  if (run === undefined || memory.gapSinceMs !== undefined) return memory;
  return served(silenced(memory, run, scene), run, scene);
}

function silenced(memory: ContainerMemory, run: Run, scene: Scene): ContainerMemory {
  const { silentSinceMs, silences } = run.port;
  if (run.phase !== 'running' || silentSinceMs === undefined || silences < silencesThatCount) return memory;
  const open = isOpen(memory.episode) ? memory.episode : undefined;
  const sinceMs = Math.max(silentSinceMs, run.startedAtMs);
  if (scene.atMs - sinceMs < scene.pace.silentAfterMs) return memory;
  if (open?.silent === true && open.downSinceMs !== undefined) return memory;
  const episode = open ?? openTrouble(memory, sinceMs, scene);
  return {
    ...memory,
    episode: { ...episode, silent: true, downSinceMs: episode.downSinceMs ?? sinceMs },
  };
}

function served(memory: ContainerMemory, run: Run, scene: Scene): ContainerMemory {
  const { episode } = memory;
  if (!isOpen(episode)) return memory;
  const sinceMs = servesSinceMs(memory);
  if (sinceMs === undefined) {
    // It served for a moment.
    const fellMs = run.port.silentSinceMs ?? scene.atMs;
    return episode.downSinceMs === undefined
      ? { ...memory, episode: { ...episode, downSinceMs: fellMs } }
      : memory;
  }
  const downMs = episode.downSinceMs === undefined ? 0 : sinceMs - episode.downSinceMs;
  const longestDownMs = Math.max(episode.longestDownMs, downMs);
  const isOver = scene.atMs - sinceMs >= stableForMs(episode, scene.pace.stableMs);
  const over = { endedAtMs: sinceMs, closedAtMs: scene.atMs };
  if (!isOver && episode.downSinceMs === undefined) return memory;
  return { ...memory, episode: { ...episode, downSinceMs: undefined, longestDownMs, ...(isOver && over) } };
}

/** Since when the container serves in this episode; undefined when it does not. */
export function servesSinceMs({ run, episode }: ContainerMemory): number | undefined {
  if (run?.phase !== 'running' || run.health === 'unhealthy') return undefined;
  const { answersSinceMs } = run.port;
  if (answersSinceMs === undefined) return undefined;
  return Math.max(answersSinceMs, run.healthySinceMs ?? 0, episode?.startedAtMs ?? 0);
}
