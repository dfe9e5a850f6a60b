/** The clock of a pretend machine. */
export interface MachineClock {
  /** Nanoseconds since 1970, as Docker counts; no two answers are equal. */
  readonly nowNs: () => bigint;
  readonly nowMs: () => number;
  /** How far it is ahead of this machine's; negative: behind. */
  aheadMs: number;
}

export function startClock(): MachineClock {
  const now = performance.timeOrigin + performance.now();
  const offsetNs = BigInt(Math.round(now * 1e6)) - process.hrtime.bigint();
  let lastNs = 0n;
  const clock: MachineClock = {
    aheadMs: 0,
    nowNs: () => {
      const ns = offsetNs + process.hrtime.bigint() + BigInt(Math.round(clock.aheadMs * 1e6));
      // A clock that was put back says the same time twice, but never in one row.
      lastNs = ns === lastNs ? ns + 1n : ns;
      return lastNs;
    },
    nowMs: () => toMs(clock.nowNs()),
  };
  return clock;
}

export function toMs(ns: bigint): number {
  return Number(ns / 1_000_000n);
}

/** As Docker writes times: RFC 3339 with nanoseconds; the year 1 for what has not been. */
export function isoOf(ns: bigint): string {
  if (ns === 0n) return '0001-01-01T00:00:00Z';
  const nanoseconds = String(ns % 1_000_000_000n).padStart(9, '0');
  return new Date(toMs(ns)).toISOString().replace(/\d{3}Z$/, `${nanoseconds}Z`);
}
