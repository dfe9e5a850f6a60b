import { UserError } from '../../src/errors';
import type { ContainerEvent, Server } from '../../src/server/server';

/** Docker's event stream, as a test has it happen. */
export interface FakeEvents {
  readonly events: Server['events'];
  /** How many streams are open now. */
  readonly open: () => number;
  happens(event: ContainerEvent): void;
  /** Every open stream ends as when the way to Docker does. */
  lose(): void;
  /** As {@link FakeEvents.lose}, and Docker remembers nothing of what was. */
  forget(): void;
}

interface Stream {
  readonly waiting: ContainerEvent[];
  over: 'lost' | 'ended' | undefined;
  wake: () => void;
}

export function fakeEvents(server: string): FakeEvents {
  const streams = new Set<Stream>();
  let past: readonly ContainerEvent[] = [];

  async function* read(stream: Stream): AsyncGenerator<ContainerEvent, void> {
    try {
      for (;;) {
        const next = stream.waiting.shift();
        if (stream.over === 'ended') return;
        if (next !== undefined) yield next;
        else if (stream.over === 'lost') throw new UserError({ code: 'connection-lost', server });
        else await new Promise<void>(resolve => (stream.wake = resolve));
      }
    } finally {
      streams.delete(stream);
    }
  }

  const end = (stream: Stream, how: 'lost' | 'ended'): void => {
    stream.over ??= how;
    streams.delete(stream);
    stream.wake();
  };
  const lose = (): void => [...streams].forEach(stream => end(stream, 'lost'));

  return {
    events: ({ sinceMs = Infinity, until }) => {
      const waiting = past.filter(event => event.atMs >= sinceMs);
      const stream: Stream = { waiting, over: undefined, wake: () => undefined };
      streams.add(stream);
      if (until.aborted) end(stream, 'ended');
      until.addEventListener('abort', () => end(stream, 'ended'), { once: true });
      return Promise.resolve(read(stream));
    },
    open: () => streams.size,
    happens: event => {
      past = [...past, event].slice(-256);
      for (const stream of streams) {
        stream.waiting.push(event);
        stream.wake();
      }
    },
    lose,
    forget: () => {
      past = [];
      lose();
    },
  };
}
