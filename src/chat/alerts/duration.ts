const UNITS_MS: readonly (readonly [RegExp, number])[] = [
  [/^(?:m|min|mins|minutes?|分|分钟)$/, 60_000],
  [/^(?:h|hours?|小时|个小时)$/, 3_600_000],
  [/^(?:d|days?|天|日)$/, 86_400_000],
];

/** How long a time as people write it is, in milliseconds: `30m`, `2h`, `1d`, `1h30m`, `2小时`; undefined for others. */
export function durationOf(typed: string): number | undefined {
  const text = typed.trim().toLowerCase();
  if (!/^(?:\d{1,6}\s*\p{L}+\s*)+$/u.test(text)) return undefined;
  const pieces = [...text.matchAll(/(\d+)\s*(\p{L}+)/gu)].map(([, count, unit = '']) => {
    const unitMs = UNITS_MS.find(([name]) => name.test(unit))?.[1];
    return unitMs === undefined ? NaN : Number(count) * unitMs;
  });
  const sum = pieces.reduce((total, piece) => total + piece, 0);
  return sum > 0 ? sum : undefined;
}
