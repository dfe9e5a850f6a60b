import { answers } from '../cliproxy/answering';
import { problemOf } from '../errors';
import type { Container } from '../server/server';
import type { ContainerMemory } from './container/memory';
import type { Seen } from './container/seen';
import { Rounds } from './rounds';
import type { WatchWork } from './server-watch';

const longestAnswerMs = 5_000;

/** Looks at the port of the container while it runs, often as long as it does not answer. */
export class PortWatch {
  readonly #work: Pick<WatchWork, 'proxy' | 'pace'>;
  readonly #see: (seen: Seen) => void;
  readonly #memory: () => ContainerMemory;
  readonly #complain: (error: unknown) => void;
  readonly #rounds: Rounds;
  /** Where its port is may change with every start. */
  #kept: { readonly container: Container; readonly run: number } | undefined;

  constructor(
    work: Pick<WatchWork, 'proxy' | 'pace' | 'held'>,
    see: (seen: Seen) => void,
    memory: () => ContainerMemory,
    complain: (error: unknown) => void,
  ) {
    this.#work = work;
    this.#see = see;
    this.#memory = memory;
    this.#complain = complain;
    this.#rounds = new Rounds(() => this.#round(), work.held, complain);
  }

  /** The container as it was inspected last. */
  get container(): Container | undefined {
    return this.#kept?.container;
  }

  keeps(container: Container): void {
    const { run } = this.#memory();
    if (run?.id !== container.id) return;
    this.#kept = { container, run: run.number };
    this.#rounds.in(0);
  }

  /** What an event of a start does not say is asked: its exact time, and where its port is now. */
  looks(): void {
    this.#look().catch(this.#complain);
  }

  stop(): void {
    this.#rounds.stop();
  }

  async #look(): Promise<void> {
    const { server } = this.#work.proxy;
    const askedAfter = this.#memory().events;
    const container = await server.container().catch(unknown);
    if (container === undefined) return;
    this.#see({ kind: 'looked', container, askedAfter, caughtUp: false });
    this.keeps(container);
  }

  /** @throws UserError whatever keeps the server out of reach. */
  async #answers(container: Container): Promise<boolean> {
    const { proxy, pace } = this.#work;
    const timeoutMs = Math.min(longestAnswerMs, 5 * pace.probeMs);
    if (await answers(proxy.server, container, proxy.place.apiPort, timeoutMs)) return true;
    // A way that hangs is silent too, long before it counts as lost: the port alone is where Docker answers.
    await proxy.server.engine();
    return false;
  }

  async #round(): Promise<void> {
    const { pace } = this.#work;
    const { run, gapSinceMs } = this.#memory();
    const kept = this.#kept;
    if (run?.phase === 'running' && gapSinceMs === undefined) {
      if (kept?.container.id !== run.id || kept.run !== run.number) await this.#look();
      else {
        const up = await this.#answers(kept.container).catch(unknown);
        if (up !== undefined) this.#see({ kind: 'port', run: run.number, answers: up });
      }
    }
    const port = this.#memory().run?.port;
    const isWell = port?.answersSinceMs !== undefined && port.silences === 0;
    this.#rounds.in(isWell || run?.phase !== 'running' ? pace.checkMs : pace.probeMs);
  }
}

/** Whoever follows the server says what keeps it out of reach. */
function unknown(error: unknown): undefined {
  if (problemOf(error) === undefined) throw error;
}
