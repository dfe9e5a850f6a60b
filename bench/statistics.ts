/** The middle of some numbers. Throws when there are none. */
export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The smallest of the numbers that at least so many per cent of them do not exceed. Throws when there are none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (found === undefined) throw new Error('nothing was measured');
  return found;
}
