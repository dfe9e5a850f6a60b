import type { ContainerEvent } from '../../server/server';
import { isOpen, openEpisode, openTrouble } from './episode';
import type { ContainerMemory, Run } from './memory';
import { firstRun, isOurs, unasked, withEnd, withNewContainer, withStart } from './runs';
import type { Scene } from './seen';

/** What is concluded from an inspect and what an event says of the same may be so far apart. */
const sameWithinMs = 10_000;
/** A program may take its time to obey a signal; much later it ended for another reason. */
const obeysWithinMs = 15 * 60_000;
/** Signals that ask a program for something else than its end: HUP, USR1, USR2, CHLD, CONT, WINCH. */
const harmlessSignals = new Set([1, 10, 12, 17, 18, 28]);

/** What an event of Docker changes. */
export function hear(memory: ContainerMemory, event: ContainerEvent, scene: Scene): ContainerMemory {
  const { run } = memory;
  if (run === undefined) {
    const isIt = event.action === 'start' && scene.containers.includes(event.name);
    return isIt ? { ...memory, run: firstRun(event) } : memory;
  }
  if (event.container !== run.id) {
    return event.action === 'start' && takesPlaceOf(run, event, scene.containers)
      ? withNewContainer(memory, run, firstRun(event), scene)
      : memory;
  }
  if (event.action === 'start') return hearStart(memory, run, event, scene);
  // Of an earlier run, which is known to be over.
  if (event.atMs < run.startedAtMs) return memory;
  return hearOfRun(memory, run, event, scene);
}

function hearStart(memory: ContainerMemory, run: Run, event: ContainerEvent, scene: Scene): ContainerMemory {
  const start = { atMs: event.atMs, heard: true };
  if (run.phase === 'ended' || run.phase === 'gone') return withStart(memory, run, start);
  if (!run.startHeard && event.atMs - run.startedAtMs < sameWithinMs) {
    return { ...memory, run: { ...run, startHeard: true } };
  }
  // Docker tells of every end but of those that its own end was.
  const ours = isOurs(memory, run.id, run.startedAtMs);
  const ended = withEnd(memory, run, { atMs: event.atMs, by: ours ? 'us' : 'docker', heard: false }, scene);
  return ended.run === undefined ? ended : withStart(ended, ended.run, start);
}

function hearOfRun(memory: ContainerMemory, run: Run, event: ContainerEvent, scene: Scene): ContainerMemory {
  const { atMs } = event;
  switch (event.action) {
    case 'kill':
      return event.signal !== undefined && harmlessSignals.has(event.signal)
        ? memory
        : { ...memory, run: { ...run, signalledAtMs: atMs } };
    case 'oom':
      return hearOutOfMemory(memory, run, atMs);
    case 'die':
      return hearEnd(memory, run, event, scene);
    case 'stop':
      // Somebody told Docker not to start it again.
      return run.phase === 'ended' && (run.end?.by === 'itself' || run.end?.by === 'memory')
        ? withSomebodysHand(memory, run)
        : memory;
    case 'restart':
      return hearRestart(memory, run);
    case 'pause': {
      const open = openEpisode(memory, atMs, scene);
      const episode = { ...open, paused: true, downSinceMs: open.downSinceMs ?? atMs };
      return { ...memory, episode, run: { ...run, phase: 'paused', port: { ...unasked, asked: true } } };
    }
    case 'unpause':
      return { ...memory, run: { ...run, phase: 'running', port: { ...unasked, asked: true } } };
    case 'unhealthy': {
      const open = openTrouble(memory, atMs, scene);
      const episode = { ...open, unhealthy: true, downSinceMs: open.downSinceMs ?? atMs };
      return { ...memory, episode, run: { ...run, health: 'unhealthy' } };
    }
    case 'healthy':
      return { ...memory, run: { ...run, health: 'healthy', healthySinceMs: atMs } };
    case 'destroy':
      return { ...memory, episode: openEpisode(memory, atMs, scene), run: { ...run, phase: 'gone' } };
    default:
      return memory;
  }
}

function hearEnd(memory: ContainerMemory, run: Run, event: ContainerEvent, scene: Scene): ContainerMemory {
  const { atMs, exitCode } = event;
  if (run.phase === 'ended' || run.phase === 'gone') {
    const { episode } = memory;
    return isOpen(episode) && exitCode !== undefined
      ? { ...memory, episode: { ...episode, exitCode } }
      : memory;
  }
  const told = run.signalledAtMs !== undefined && atMs - run.signalledAtMs < obeysWithinMs;
  const noMemory = run.oomAtMs !== undefined && atMs - run.oomAtMs < sameWithinMs;
  const person = isOurs(memory, run.id, run.startedAtMs) ? 'us' : 'person';
  const by = told ? person : noMemory ? 'memory' : 'itself';
  return withEnd(memory, run, { atMs, by, exitCode, heard: true }, scene);
}

/** Docker may tell of the end before it tells why. */
function hearOutOfMemory(memory: ContainerMemory, run: Run, atMs: number): ContainerMemory {
  const { end } = run;
  const { episode } = memory;
  if (end?.by !== 'itself' || atMs - end.atMs > sameWithinMs || !isOpen(episode)) {
    return { ...memory, run: { ...run, oomAtMs: atMs } };
  }
  return {
    ...memory,
    run: { ...run, end: { ...end, by: 'memory' } },
    episode: { ...episode, last: 'memory', outOfMemory: true },
  };
}

function withSomebodysHand(memory: ContainerMemory, run: Run): ContainerMemory {
  const { episode } = memory;
  if (!isOpen(episode) || run.end === undefined) return memory;
  return {
    ...memory,
    run: { ...run, end: { ...run.end, by: 'person' } },
    episode: { ...episode, last: 'person', endsAtMs: [] },
  };
}

/** Docker says so after the start: it ended the container only if it ran. */
function hearRestart(memory: ContainerMemory, run: Run): ContainerMemory {
  const { episode } = memory;
  if (!isOpen(episode)) return memory;
  const ours = isOurs(memory, run.id, run.previousStartedAtMs);
  return {
    ...memory,
    episode: {
      ...episode,
      ...(episode.last === 'person' && { restarted: true }),
      ...(ours && { by: memory.mark?.by }),
      endsAtMs: [],
    },
  };
}

/** The same name, or one that is more wanted. */
function takesPlaceOf(run: Run, event: ContainerEvent, containers: readonly string[]): boolean {
  const rank = (name: string): number => {
    const index = containers.indexOf(name);
    return index < 0 ? Infinity : index;
  };
  const wanted = rank(event.name);
  return wanted !== Infinity && (wanted <= rank(run.name) || run.phase === 'gone');
}
