const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * How long to leave a server alone after a number of failures in a row (1 or more), in milliseconds: doubling
 * from half a second to 15 s, up to a quarter more or less. `random` is from [0, 1).
 */
export function backOffMs(failures: number, random: number): number {
  const pause = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return pause * (0.75 + random / 2);
}
