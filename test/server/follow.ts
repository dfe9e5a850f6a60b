import type { ContainerEvent, Server } from '../../src/server/server';
import { eventually } from '../chat/eventually';

/** Events that are read as they come. */
export interface Followed {
  /** Those that came so far. */
  readonly events: readonly ContainerEvent[];
  /** Comes back when the events end, and throws what they end with. */
  readonly over: Promise<void>;
  /** Waits until so many came, and answers what they are. */
  come(count: number): Promise<readonly ContainerEvent['action'][]>;
  end(): void;
}

/** Follows a server's events. Comes back when Docker listens. */
export async function follow(server: Server, sinceMs?: number): Promise<Followed> {
  const ending = new AbortController();
  const events: ContainerEvent[] = [];
  const since = sinceMs === undefined ? {} : { sinceMs };
  const stream = await server.events({ ...since, until: ending.signal });
  const over = (async () => {
    for await (const event of stream) events.push(event);
  })();
  // Whoever does not ask how it ends does not want to know.
  over.catch(() => undefined);
  return {
    events,
    over,
    come: async count => {
      await eventually(
        () => events.length,
        length => length >= count,
      );
      return events.map(({ action }) => action);
    },
    end: () => ending.abort(),
  };
}
