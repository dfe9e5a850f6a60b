import { Readable } from 'node:stream';
import { UserError } from '../../errors';
import type { ContainerEvent, Server } from '../server';
import { ask, type Engine } from './engine';
import { FOLLOWED, readEvent } from './event';
import { linesOf } from './lines';

const FILTERS = JSON.stringify({ type: ['container'], event: FOLLOWED });

/**
 * Follows Docker's events as {@link Server.events} promises. Throws UserError (the way to the server, `docker-…`,
 * `connection-lost`). Who reads slowly slows Docker down and nothing else.
 */
export function followEvents(
  engine: Engine,
  { sinceMs, until }: Parameters<Server['events']>[0],
): Promise<AsyncIterable<ContainerEvent>> {
  return new Promise((resolve, reject) => {
    // Whoever ends it does not wait for a server that does not answer.
    const giveUp = (): void => resolve(Readable.from([]));
    if (until.aborted) giveUp();
    until.addEventListener('abort', giveUp, { once: true });
    open(engine, sinceMs)
      .then(stream => {
        destroyOn(until, stream);
        resolve(read(engine.server, stream, until));
      }, reject)
      .finally(() => until.removeEventListener('abort', giveUp));
  });
}

function open(engine: Engine, sinceMs: number | undefined): Promise<Readable> {
  return ask(engine, async (docker, abortSignal) => {
    const since = sinceMs === undefined ? {} : { since: secondsBefore(sinceMs) };
    const answer = await docker.getEvents({ filters: FILTERS, ...since, abortSignal });
    // The declared type does not say that it is node's own.
    if (!(answer instanceof Readable)) throw new Error('Docker’s events are no stream');
    return answer;
  });
}

function destroyOn(signal: AbortSignal, stream: Readable): void {
  const destroy = (): void => void stream.destroy();
  if (signal.aborted) destroy();
  signal.addEventListener('abort', destroy, { once: true });
  stream.once('close', () => signal.removeEventListener('abort', destroy));
}

/** In seconds, as Docker takes it. Rounded down: a time with fractions is not exact beyond the microsecond. */
function secondsBefore(ms: number): number {
  return Math.max(0, Math.floor(ms * 1000) - 1) / 1e6;
}

async function* read(
  server: string,
  stream: Readable,
  until: AbortSignal,
): AsyncGenerator<ContainerEvent, void> {
  try {
    for await (const line of linesOf(stream)) {
      if (until.aborted) return;
      const event = readEvent(line);
      if (event !== undefined) yield event;
    }
  } catch (cause) {
    if (!until.aborted) throw new UserError({ code: 'connection-lost', server }, cause);
  }
  // It has no end of its own: a daemon that stops ends it like any answer.
  if (!until.aborted) throw new UserError({ code: 'connection-lost', server });
}
