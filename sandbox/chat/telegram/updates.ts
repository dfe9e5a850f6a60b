import { Refusal } from './refusal';

export interface Update {
  readonly update_id: number;
  readonly [kind: string]: unknown;
}

interface Poller {
  readonly offset: number;
  readonly answer: (updates: readonly Update[]) => void;
  readonly refuse: (refusal: Refusal) => void;
}

const conflict =
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';

/** What happened to the bot, kept until it says that it has it. */
export interface Updates {
  add(kind: 'message' | 'edited_message' | 'callback_query' | 'my_chat_member', content: object): void;
  /** Waits up to `timeoutMs` for something from `offset` on; everything below it is confirmed and forgotten. */
  get(request: { offset: number; limit: number; timeoutMs: number; allowed?: readonly string[] }): {
    readonly updates: Promise<readonly Update[]>;
    /** The bot went away. */
    readonly abandon: () => void;
  };
  /** Not yet confirmed. */
  pending(): readonly Update[];
  close(): void;
}

export function createUpdates(): Updates {
  let queue: readonly Update[] = [];
  let nextId = 1_000;
  let waiting: Poller | undefined;
  let allowed: readonly string[] | undefined;

  function from(offset: number, limit = 100): readonly Update[] {
    return queue.filter(update => update.update_id >= offset).slice(0, limit);
  }

  function release(poller: Poller, end: (poller: Poller) => void): void {
    if (waiting === poller) waiting = undefined;
    end(poller);
  }

  return {
    add: (kind, content) => {
      if (allowed !== undefined && allowed.length > 0 && !allowed.includes(kind)) return;
      queue = [...queue, { update_id: nextId++, [kind]: content }];
      const poller = waiting;
      if (poller !== undefined) release(poller, ({ answer, offset }) => answer(from(offset)));
    },
    get: ({ offset, limit, timeoutMs, allowed: kinds }) => {
      allowed = kinds ?? allowed;
      queue = queue.filter(update => update.update_id >= offset);
      const ready = from(offset, limit);
      if (ready.length > 0 || timeoutMs === 0)
        return { updates: Promise.resolve(ready), abandon: () => undefined };
      // As the real one: whoever asks last wins, the one before is told of the conflict.
      const earlier = waiting;
      if (earlier !== undefined) release(earlier, ({ refuse }) => refuse(new Refusal(409, conflict)));
      let abandon = (): void => undefined;
      const updates = new Promise<readonly Update[]>((resolve, reject) => {
        const timer = setTimeout(() => {
          release(poller, ({ answer }) => answer([]));
        }, timeoutMs);
        const poller: Poller = {
          offset,
          answer: found => {
            clearTimeout(timer);
            resolve(found);
          },
          refuse: refusal => {
            clearTimeout(timer);
            reject(refusal);
          },
        };
        waiting = poller;
        abandon = () => {
          release(poller, ({ answer }) => answer([]));
        };
      });
      return { updates, abandon };
    },
    pending: () => queue,
    close: () => {
      if (waiting !== undefined) release(waiting, ({ answer }) => answer([]));
    },
  };
}
