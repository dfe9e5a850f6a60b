import type { Incident, Trouble } from '../../../src/jobs/incident';
import type { ContainerEvent } from '../../../src/server/server';
import type { ContainerState } from '../../../src/watch/container/memory';
import { nothingKnown, withGap } from '../../../src/watch/container/memory';
import type { ContainerSeen, Scene, Seen } from '../../../src/watch/container/seen';
import { step } from '../../../src/watch/container/step';
import { watchPace } from '../../../src/watch/pace';

/** When every test begins, by the server's clock; ours is two hours ahead. */
export const beganMs = Date.UTC(2026, 10, 22, 12);
export const ours = (atMs: number): number => atMs + 2 * 60 * 60_000;

export const usual: ContainerSeen = {
  id: 'c0ffee',
  name: 'cliproxy',
  status: 'running',
  startedAtMs: beganMs - 60 * 60_000,
  facts: {
    image: 'eceasy/cli-proxy-api:latest',
    imageId: 'sha256:1111111111112222',
    createdAtMs: beganMs - 60 * 60_000,
    finishedAtMs: 0,
    exitCode: 0,
    oomKilled: false,
    restartCount: 0,
  },
};

type Change = Partial<Omit<ContainerSeen, 'facts'>> & { readonly facts?: Partial<ContainerSeen['facts']> };

/** The usual container, but for what is changed. */
export function container(change: Change = {}): ContainerSeen {
  return { ...usual, ...change, facts: { ...usual.facts, ...change.facts } };
}

interface LookedHow {
  readonly remembers?: boolean;
  readonly askedAfter?: number;
  readonly caughtUp?: boolean;
}

/** A server as a watcher follows it, in seconds since the test began. */
export class Watched {
  state: ContainerState = { incidents: [], memory: nothingKnown };
  /** Every step that was made, to be made again. */
  readonly steps: (readonly [Seen, Scene])[] = [];
  #lastMs = beganMs;

  /** @param first how the container is when it is seen for the first time. */
  constructor(first: ContainerSeen | 'missing' = usual) {
    this.looks(0, first);
  }

  sees(atSeconds: number, seen: Seen): this {
    const atMs = beganMs + atSeconds * 1_000;
    if (atMs < this.#lastMs) throw new Error('time runs one way');
    // A watcher ticks every second.
    for (let tickMs = this.#lastMs + 1_000; tickMs < atMs; tickMs += 1_000) {
      this.#step({ kind: 'tick' }, tickMs);
    }
    this.#lastMs = atMs;
    this.#step(seen, atMs);
    return this;
  }

  /** Events in Docker's words, `die 137` or `kill 15`, each a hundredth of a second after the one before. */
  hears(atSeconds: number, actions: readonly string[], of: Partial<ContainerEvent> = {}): this {
    actions.forEach((words, index) => {
      const [action, number] = words.split(' ');
      const at = atSeconds + index / 100;
      this.sees(at, {
        kind: 'event',
        event: {
          atMs: beganMs + at * 1_000,
          action: action as ContainerEvent['action'],
          container: 'c0ffee',
          name: 'cliproxy',
          image: usual.facts.image,
          ...(action === 'die' && { exitCode: Number(number) }),
          ...(action === 'kill' && { signal: Number(number) }),
          ...of,
        },
      });
    });
    return this;
  }

  looks(
    atSeconds: number,
    seen: ContainerSeen | 'missing',
    { remembers, askedAfter, caughtUp = true }: LookedHow = {},
  ): this {
    return this.sees(atSeconds, {
      kind: 'looked',
      container:
        seen === 'missing'
          ? {
              problem: { code: 'container-missing', server: 'ali', container: 'cliproxy', others: [] },
            }
          : seen,
      askedAfter: askedAfter ?? this.state.memory.events,
      caughtUp,
      ...(remembers !== undefined && { remembers }),
    });
  }

  answers(atSeconds: number): this {
    return this.sees(atSeconds, { kind: 'port', run: this.#run(), answers: true });
  }

  isSilent(atSeconds: number): this {
    return this.sees(atSeconds, { kind: 'port', run: this.#run(), answers: false });
  }

  loses(atSeconds: number): this {
    return this.sees(atSeconds, { kind: 'lost', problem: { code: 'connection-lost', server: 'ali' } });
  }

  /** The worker dies, and another takes over a moment before that is seen. */
  isTakenOver(atSeconds: number): this {
    this.#lastMs = beganMs + atSeconds * 1_000;
    this.state = { ...this.state, memory: withGap(this.state.memory) };
    return this;
  }

  waits(untilSeconds: number): this {
    return this.sees(untilSeconds, { kind: 'tick' });
  }

  get incidents(): readonly Incident[] {
    return this.state.incidents;
  }

  /** The only incident there is. */
  get incident(): Incident {
    const [only, ...others] = this.state.incidents;
    if (only === undefined || others.length > 0) throw new Error(`incidents: ${JSON.stringify(this.tale)}`);
    return only;
  }

  /** What is said of every incident, shortly: when it began and ended in seconds, and what it was. */
  get tale(): readonly string[] {
    return this.state.incidents.map(
      ({ trouble, startedAtMs, endedAtMs }) =>
        `${seconds(startedAtMs)}–${endedAtMs === undefined ? '' : seconds(endedAtMs)} ${words(trouble)}`,
    );
  }

  #run(): number {
    return this.state.memory.run?.number ?? 0;
  }

  #step(seen: Seen, atMs: number): void {
    const scene = sceneAt(atMs);
    this.steps.push([seen, scene]);
    const next = step(this.state, seen, scene);
    if (next !== this.state) this.state = plain(next);
  }
}

export function sceneAt(atMs: number): Scene {
  return { server: 'ali', containers: ['cliproxy'], pace: watchPace, atMs, oursMs: ours(atMs) };
}

/** As it comes back from the store. */
function plain(state: ContainerState): ContainerState {
  return JSON.parse(JSON.stringify(state)) as ContainerState;
}

const seconds = (atMs: number): number => Math.round((atMs - beganMs) / 1_000);

function words(trouble: Trouble): string {
  return trouble.kind === 'container' ? trouble.cause : trouble.kind;
}
