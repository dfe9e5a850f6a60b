import type { History } from '../jobs/incident';

export const DAY_MS = 24 * 3_600_000;

/** The last day as a drawing of width 1: steps of client counts, and the moments of restarts. */
export interface Day {
  /** How many clients there were between two places from the left, 0 to 1, one step after the other. */
  readonly steps: readonly { readonly from: number; readonly to: number; readonly clients: number }[];
  readonly restarts: readonly number[];
  /** The fewest and the most of the day; undefined where nothing was counted. */
  readonly range?: { readonly fewest: number; readonly most: number };
}

/**
 * What is drawn of a history: a count holds until the next one, and the last before the day reaches into it.
 * Before the first count nothing is known, and nothing is drawn.
 */
export function dayOf(history: History, nowMs: number): Day {
  const beginMs = nowMs - DAY_MS;
  const placeOf = (atMs: number) => Math.min(1, Math.max(0, (atMs - beginMs) / DAY_MS));
  const counts = [...history.clients].sort((one, other) => one.atMs - other.atMs);
  const steps = counts
    .map(({ atMs, clients }, index) => ({
      from: placeOf(atMs),
      to: placeOf(counts[index + 1]?.atMs ?? nowMs),
      clients,
    }))
    .filter((step, index) => step.to > step.from || (index === counts.length - 1 && step.from < 1));
  const clients = steps.map(step => step.clients);
  return {
    steps,
    restarts: history.startsAtMs.filter(atMs => atMs >= beginMs && atMs <= nowMs).map(placeOf),
    ...(clients.length > 0 && { range: { fewest: Math.min(...clients), most: Math.max(...clients) } }),
  };
}
