import { z } from 'zod';
import type { History, Incident, WatchRecord } from '../jobs/incident';
import type { Jobs } from '../jobs/jobs';
import type { Log } from '../log';
import type { AccountsMemory } from './account-incidents';
import { containerMemory, nothingKnown, withGap, type ContainerMemory } from './container/memory';
import { noHistory } from './history';

/** What nobody else is told is written down at most so often. */
const leisureMs = 1_000;
/** So often a watcher shows that it is still there. */
const presenceMs = 60_000;

/** Everything a watcher knows. */
export interface Known {
  readonly incidents: readonly Incident[];
  readonly history: History;
  readonly container: ContainerMemory;
  readonly accounts: AccountsMemory | undefined;
}

const memory = z.object({
  container: containerMemory,
  accounts: z.record(z.string(), z.unknown()).optional(),
});

/** What an earlier watcher of the server wrote down, ready to be gone on with. */
export async function readJournal(jobs: Pick<Jobs, 'read'>, server: string, nowMs: number): Promise<Known> {
  const record = await jobs.read('watch', server);
  if (record === undefined) {
    return { incidents: [], history: noHistory, container: nothingKnown, accounts: undefined };
  }
  const read = memory.safeParse(record.memory);
  const { incidents, history } = record;
  if (read.success) {
    const { container, accounts } = read.data;
    return { incidents, history, container: withGap(container), accounts };
  }
  // Of another version of the program: what it saw open can be neither followed nor left open for ever.
  return {
    incidents: incidents.map(each => (each.endedAtMs === undefined ? closed(each, nowMs) : each)),
    history,
    container: nothingKnown,
    accounts: undefined,
  };
}

function closed(incident: Incident, endedAtMs: number): Incident {
  return { ...incident, endedAtMs, endIsNews: false, revision: incident.revision + 1 };
}

/**
 * Writes down what a watcher knows: at once when the incidents have changed, and then tells everybody that they
 * have; else when there is time. One write at a time, each with the latest.
 */
export class Journal {
  readonly #jobs: Pick<Jobs, 'write' | 'signal'>;
  readonly #server: string;
  readonly #held: AbortSignal;
  readonly #log: Log;
  readonly #onIncident: (incident: Incident) => void;
  #known: Known;
  #written: Known;
  #holding = false;
  #writing: Promise<void> | undefined;
  #later: NodeJS.Timeout | undefined;
  readonly #presence: NodeJS.Timeout;

  /** @param onIncident told of every new incident, once it is written down. */
  constructor(
    jobs: Pick<Jobs, 'write' | 'signal'>,
    server: string,
    known: Known,
    held: AbortSignal,
    log: Log,
    onIncident: (incident: Incident) => void,
  ) {
    this.#jobs = jobs;
    this.#server = server;
    this.#known = known;
    this.#written = known;
    this.#held = held;
    this.#log = log;
    this.#onIncident = onIncident;
    this.#presence = setInterval(() => this.update({}), presenceMs);
  }

  get known(): Known {
    return this.#known;
  }

  /** While somebody catches up, what they think may change with the next word, and is nobody else's. */
  hold(on: boolean): void {
    this.#holding = on;
    this.#schedule();
  }

  update(change: Partial<Known>): void {
    this.#known = { ...this.#known, ...change };
    this.#schedule();
  }

  /** Comes back when nothing is being written any more. */
  async close(): Promise<void> {
    clearInterval(this.#presence);
    clearTimeout(this.#later);
    await this.#writing;
  }

  #schedule(): void {
    if (this.#holding || this.#held.aborted || this.#writing !== undefined) return;
    if (this.#known.incidents !== this.#written.incidents) this.#begin();
    else if (this.#known !== this.#written) this.#later ??= setTimeout(() => this.#begin(), leisureMs);
  }

  #begin(): void {
    clearTimeout(this.#later);
    this.#later = undefined;
    if (this.#holding || this.#held.aborted || this.#writing !== undefined) return;
    this.#writing = this.#write().then(
      () => {
        this.#writing = undefined;
        this.#schedule();
      },
      (error: unknown) => {
        this.#log.warn({ err: error }, 'what is watched could not be written down');
        this.#writing = undefined;
        this.#later = setTimeout(() => this.#begin(), leisureMs);
      },
    );
  }

  async #write(): Promise<void> {
    const known = this.#known;
    const { incidents } = this.#written;
    await this.#jobs.write('watch', this.#server, recordOf(known));
    this.#written = known;
    if (known.incidents === incidents) return;
    const old = new Set(incidents.map(({ id }) => id));
    for (const incident of known.incidents) if (!old.has(incident.id)) this.#onIncident(incident);
    await this.#jobs.signal({ kind: 'incidents', server: this.#server });
  }
}

function recordOf({ incidents, history, container, accounts }: Known): WatchRecord {
  return {
    incidents,
    history,
    watchedAtMs: Date.now(),
    memory: { container, ...(accounts !== undefined && { accounts }) },
  };
}
