import { setTimeout as sleep } from 'node:timers/promises';
import { problemOf, UserError, type Problem } from '../errors';
import type { Container, ContainerEvent, Server } from '../server/server';

/** Docker repeats what it remembers at once; after so long a silence it has. */
const quietMs = 250;
const longestCatchUpMs = 2_000;
/** A stream that lived so long may be sought again at once. */
const livedMs = 10_000;

/** Whoever listens to what happens on a server. */
export interface Listener {
  /** From when on events are wanted; undefined: from now on. */
  sinceMs(): number | undefined;
  /** The stream is open, and what was missed comes first. */
  begins(): void;
  hears(event: ContainerEvent): Promise<void>;
  /** How many events have changed something so far. */
  heard(): number;
  /** What the server's clock says, against ours. */
  clockIs(aheadMs: number): void;
  /** Everything that was missed was heard, and the container is so. `askedAfter`: see {@link Listener.heard}. */
  catchesUp(container: Container | { readonly problem: Problem }, askedAfter: number): Promise<void>;
  loses(problem: Problem): void;
}

/**
 * Follows the events of a server until `until` is aborted, over as many streams as it takes: after each loss it
 * listens from the last event on, and then looks at the container. Throws faults alone.
 */
export async function follow(
  server: Server,
  listener: Listener,
  retryMs: number,
  until: AbortSignal,
): Promise<void> {
  for (;;) {
    if (until.aborted) return;
    const beganMs = Date.now();
    try {
      await followOnce(server, listener, until);
      return;
    } catch (error) {
      if (isOver(until)) return;
      const problem = problemOf(error);
      if (problem === undefined) throw error;
      listener.loses(problem);
    }
    if (Date.now() - beganMs < livedMs) await pause(retryMs * (0.75 + Math.random() / 2), until);
  }
}

async function followOnce(server: Server, listener: Listener, until: AbortSignal): Promise<void> {
  const over = new AbortController();
  const stop = (): void => over.abort();
  until.addEventListener('abort', stop, { once: true });
  try {
    const sinceMs = listener.sinceMs();
    const stream = await server.events({ ...(sinceMs !== undefined && { sinceMs }), until: over.signal });
    // Nobody listens any more: what is asked for now would come too late.
    if (isOver(until)) return;
    listener.begins();
    let lastMs = Date.now();
    const reading = (async () => {
      for await (const event of stream) {
        lastMs = Date.now();
        await listener.hears(event);
      }
    })();
    // Whoever fails first says why.
    await Promise.all([reading, catchUp(server, listener, sinceMs === undefined ? undefined : () => lastMs)]);
  } finally {
    until.removeEventListener('abort', stop);
    over.abort();
  }
}

/** @param lastMs when an event was heard last, by our clock; undefined where none can have been missed. */
async function catchUp(
  server: Server,
  listener: Listener,
  lastMs: (() => number) | undefined,
): Promise<void> {
  const askedMs = Date.now();
  const { nowMs } = await server.engine();
  const answeredMs = Date.now();
  listener.clockIs(nowMs - answeredMs);
  for (;;) {
    const askedAfter = listener.heard();
    const container = await server.container().catch(missing);
    while (lastMs !== undefined && Date.now() - lastMs() < quietMs) {
      if (Date.now() - askedMs > longestCatchUpMs) break;
      await sleep(quietMs / 5);
    }
    // Where it never is quiet, the events alone tell.
    const late = Date.now() - askedMs > longestCatchUpMs;
    if (lastMs === undefined || listener.heard() === askedAfter || late) {
      await listener.catchesUp(container, askedAfter);
      return;
    }
  }
}

function missing(error: unknown): { readonly problem: Problem } {
  if (error instanceof UserError && error.problem.code === 'container-missing') {
    return { problem: error.problem };
  }
  throw error;
}

/** Asked anew: it may have been aborted while something else was waited for. */
function isOver(until: AbortSignal): boolean {
  return until.aborted;
}

async function pause(ms: number, until: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: until }).catch(() => undefined);
}
