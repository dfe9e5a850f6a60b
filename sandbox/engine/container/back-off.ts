const firstMs = 100;
const longestMs = 60_000;
/** A run that lasted this long is forgiven what came before it. */
const forgivenAfterMs = 10_000;

/** How long Docker waits before each restart by policy: twice as long after each run that was short. */
export interface BackOff {
  /** After a run of this length. */
  readonly nextMs: (ranMs: number) => number;
}

export function createBackOff(): BackOff {
  let waitMs = 0;
  return {
    nextMs: ranMs => {
      if (ranMs > forgivenAfterMs) waitMs = 0;
      waitMs = waitMs === 0 ? firstMs : Math.min(waitMs * 2, longestMs);
      return waitMs;
    },
  };
}
