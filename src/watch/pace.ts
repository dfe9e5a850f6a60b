/** How often a watcher looks, and how long it waits before it says something. Tests shorten them. */
export interface WatchPace {
  /** Between two looks at a container's port, while it does not answer. */
  readonly probeMs: number;
  /** Between two looks at a container whose port answers, beside Docker's events. */
  readonly checkMs: number;
  /** Between two looks at credential files, log and Management API. */
  readonly accountsMs: number;
  /** How long a server is tried before it counts as unreachable. */
  readonly unreachableAfterMs: number;
  /** How long a port may stay silent after a start. */
  readonly silentAfterMs: number;
  /** How long a container has to answer before a crash counts as over. */
  readonly stableMs: number;
}

export const watchPace: WatchPace = {
  probeMs: 1_000,
  checkMs: 30_000,
  accountsMs: 60_000,
  unreachableAfterMs: 20_000,
  silentAfterMs: 30_000,
  stableMs: 60_000,
};
