import { setTimeout as sleep } from 'node:timers/promises';
import type { CliProxy } from '../cliproxy/cliproxies';
import { problemOf, type Problem } from '../errors';
import type { Incident } from '../jobs/incident';
import type { Jobs } from '../jobs/jobs';
import type { Log } from '../log';
import type { Container, ContainerEvent } from '../server/server';
import type { Seen } from './container/seen';
import { keyOf, step } from './container/step';
import { Explanations } from './explanations';
import { follow, type Listener } from './follow';
import { withStartAt } from './history';
import { Journal, readJournal } from './journal';
import { judged, lookAtAccounts } from './look-at-accounts';
import type { WatchPace } from './pace';
import { PortWatch } from './port-watch';
import { Rounds } from './rounds';

const tickMs = 1_000;
/** CLIProxyAPI counts its clients a moment after its port is open, and a login is read a moment after it ended. */
const soonMs = 3_000;
const markPauseMs = 200;

export interface WatchWork {
  readonly proxy: CliProxy;
  readonly jobs: Jobs;
  readonly log: Log;
  readonly pace: WatchPace;
  readonly held: AbortSignal;
  readonly onIncident: (incident: Incident) => void;
}

/** Watches one server until `held` is aborted, and then comes back at once. Throws faults alone. */
export async function watchServer(work: WatchWork): Promise<void> {
  const { proxy, jobs, held, log, onIncident } = work;
  const { name } = proxy.server;
  const known = await readJournal(jobs, name, Date.now());
  if (held.aborted) return;
  const journal = new Journal(jobs, name, known, held, log, onIncident);
  const watch = new ServerWatch(work, journal);
  try {
    await watch.run();
  } finally {
    await journal.close();
  }
}

/** Everything that looks at one server, and the one place where what is seen becomes what is known. */
class ServerWatch implements Listener {
  readonly #work: WatchWork;
  readonly #journal: Journal;
  readonly #port: PortWatch;
  readonly #accounts: Rounds;
  readonly #explanations: Explanations;
  #aheadMs = 0;
  #lastKey: string | undefined;
  #remembers: boolean | undefined;

  constructor(work: WatchWork, journal: Journal) {
    this.#work = work;
    this.#journal = journal;
    const { held, log, pace } = work;
    const complain = (error: unknown): void => log.warn({ err: error }, 'a look at a server failed');
    this.#port = new PortWatch(
      work,
      seen => this.#see(seen),
      () => journal.known.container,
      complain,
    );
    this.#accounts = new Rounds(() => this.#lookAtAccounts(), held, complain);
    this.#explanations = new Explanations(work.proxy.place, complain);
    // Not all servers at the same moment.
    this.#accounts.in(Math.random() * Math.min(pace.accountsMs / 4, 10_000));
  }

  async run(): Promise<void> {
    const { proxy, jobs, pace, held } = this.#work;
    const ticking = setInterval(() => this.#see({ kind: 'tick' }), Math.min(tickMs, pace.probeMs));
    const stopSignals = jobs.onSignal(signal => {
      const ours = signal.kind === 'delivered' && signal.login.startsWith(`${proxy.server.name}.`);
      if (ours) this.#accounts.in(Math.min(soonMs, pace.accountsMs));
    });
    const over = new Promise<void>(resolve =>
      held.addEventListener('abort', () => resolve(), { once: true }),
    );
    try {
      // What still waits for an answer of the server is given up.
      await Promise.race([follow(proxy.server, this, pace.probeMs, held), over]);
    } finally {
      clearInterval(ticking);
      this.#port.stop();
      this.#accounts.stop();
      await stopSignals();
    }
  }

  sinceMs(): number | undefined {
    const { run, heard, lookedSinceMs } = this.#journal.known.container;
    if (run === undefined) return undefined;
    return heard.at(-1)?.atMs ?? lookedSinceMs;
  }

  begins(): void {
    const { run, heard } = this.#journal.known.container;
    const last = heard.at(-1);
    this.#lastKey = last?.key;
    this.#remembers = last === undefined ? undefined : false;
    if (run !== undefined) this.#journal.hold(true);
  }

  heard(): number {
    return this.#journal.known.container.events;
  }

  clockIs(aheadMs: number): void {
    this.#aheadMs = aheadMs;
  }

  async hears(event: ContainerEvent): Promise<void> {
    if (this.#lastKey === keyOf(event)) this.#remembers = true;
    // Whoever ends or starts a container may be us, who left word before.
    if (event.action === 'kill' || event.action === 'restart') await this.#seeMark();
    this.#see({ kind: 'event', event });
    if (event.action === 'start') this.#port.looks();
  }

  async catchesUp(container: Container | { readonly problem: Problem }, askedAfter: number): Promise<void> {
    await this.#seeMark();
    this.#see({
      kind: 'looked',
      container,
      askedAfter,
      caughtUp: true,
      ...(this.#remembers !== undefined && { remembers: this.#remembers }),
    });
    if (!('problem' in container)) this.#port.keeps(container);
    this.#journal.hold(false);
    this.#explain();
  }

  loses(problem: Problem): void {
    this.#see({ kind: 'lost', problem });
    this.#journal.hold(false);
  }

  #see(seen: Seen): void {
    const { proxy, pace, held } = this.#work;
    if (held.aborted) return;
    const { incidents, container: memory, history } = this.#journal.known;
    const oursMs = Date.now();
    const scene = {
      server: proxy.server.name,
      containers: proxy.place.containers,
      pace,
      atMs: oursMs + this.#aheadMs,
      oursMs,
    };
    const before = { incidents, memory };
    const after = step(before, seen, scene);
    if (after === before) return;
    const { run } = after.memory;
    const started = run !== undefined && run.number !== memory.run?.number;
    this.#journal.update({
      incidents: after.incidents,
      container: after.memory,
      ...(started && { history: withStartAt(history, run.startedAtMs) }),
    });
    const answersNow = run?.port.answersSinceMs !== undefined;
    if (answersNow && memory.run?.port.answersSinceMs === undefined)
      this.#accounts.in(Math.min(soonMs, pace.accountsMs));
    if (after.incidents !== incidents) this.#explain();
  }

  async #seeMark(): Promise<void> {
    const { jobs, proxy, held } = this.#work;
    while (!held.aborted) {
      try {
        const mark = await jobs.read('restart', proxy.server.name);
        if (mark !== undefined) this.#see({ kind: 'mark', mark });
        return;
      } catch (error) {
        // Nobody could be told anything now, so there is time to wait for the queue.
        if (problemOf(error)?.code !== 'queue-unavailable') throw error;
        await sleep(markPauseMs);
      }
    }
  }

  async #lookAtAccounts(): Promise<void> {
    const { proxy, jobs, pace, held } = this.#work;
    this.#accounts.in(pace.accountsMs);
    const { run, way } = this.#journal.known.container;
    if (run?.phase !== 'running' || way !== undefined) return;
    const seen = await lookAtAccounts(proxy, jobs);
    if (seen === undefined || held.aborted) return;
    this.#journal.update(judged(this.#journal.known, seen));
    if (seen.loginUnderWay) this.#accounts.in(Math.min(soonMs, pace.accountsMs));
  }

  #explain(): void {
    const { container, incidents } = this.#journal.known;
    const kept = this.#port.container;
    if (kept === undefined || container.run?.id !== kept.id) return;
    this.#explanations.seek(kept, container, incidents, (incident, log) =>
      this.#see({ kind: 'explained', incident, log }),
    );
  }
}
