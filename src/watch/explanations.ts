import { problemOf } from '../errors';
import type { Cause, Incident } from '../jobs/incident';
import type { Container } from '../server/server';
import type { ContainerMemory } from './container/memory';
import { explainLog } from './explain-log';

const worthExplaining = new Set<Cause>(['crashed', 'loops', 'out-of-memory', 'not-answering']);
/** One that fails again and again says the same. */
const againAfterMs = 30_000;

/** Seeks the lines of the log that explain an incident, each not too often. */
export class Explanations {
  readonly #place: { readonly program: string; readonly authDir: string };
  readonly #complain: (error: unknown) => void;
  #last: { readonly incident: string; readonly cause: Cause; readonly atMs: number } | undefined;

  constructor(
    place: { readonly program: string; readonly authDir: string },
    complain: (error: unknown) => void,
  ) {
    this.#place = place;
    this.#complain = complain;
  }

  seek(
    container: Container,
    { run, episode }: ContainerMemory,
    incidents: readonly Incident[],
    found: (incident: string, log: readonly string[]) => void,
  ): void {
    const open = incidents.find(({ id, endedAtMs }) => id === episode?.incident && endedAtMs === undefined);
    if (run === undefined || open?.trouble.kind !== 'container') return;
    const { cause } = open.trouble;
    if (!worthExplaining.has(cause) || !this.#isDue(open, cause)) return;
    this.#last = { incident: open.id, cause, atMs: Date.now() };
    const ended = run.phase === 'ended' || cause === 'not-answering';
    explainLog(container, this.#place, {
      startedAtMs: ended ? run.startedAtMs : (run.previousStartedAtMs ?? run.startedAtMs),
      endedAtMs: cause === 'not-answering' ? undefined : ended ? run.end?.atMs : run.startedAtMs,
    }).then(
      log => found(open.id, log),
      (error: unknown) => {
        if (problemOf(error) === undefined) this.#complain(error);
      },
    );
  }

  #isDue({ id, log }: Incident, cause: Cause): boolean {
    const last = this.#last;
    if (last?.incident !== id) return true;
    const pauseMs = log.length === 0 ? againAfterMs / 10 : againAfterMs;
    return last.cause !== cause || Date.now() - last.atMs > pauseMs;
  }
}
