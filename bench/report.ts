import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import type { Result } from './bench';

/** The machine a run is worth something on. */
export function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const [load = '?'] = readFileSync('/proc/loadavg', 'utf8').split(' ');
  const day = new Date().toISOString().slice(0, 10);
  return `${model}, ${availableParallelism()} cores, load ${load} before, Node ${process.versions.node}, ${day}`;
}

/** The head of a table of results, as Markdown. */
export const tableHead = '| what | measured | to reach | |\n|---|---|---|---|';

/** One line of that table. */
export function tableRow({ what, value, unit, target }: Result): string {
  const withUnit = (number: string): string => (unit === '' ? number : `${number} ${unit}`);
  const measured = withUnit(value.toFixed(digitsOf(unit, value)));
  if (target === undefined) return `| ${what} | ${measured} | | |`;
  const [sign, limit, reached] =
    'atMost' in target
      ? ['≤', target.atMost, value <= target.atMost]
      : ['≥', target.atLeast, value >= target.atLeast];
  return `| ${what} | ${measured} | ${sign} ${withUnit(String(limit))} | ${reached ? 'reached' : 'MISSED'} |`;
}

function digitsOf(unit: Result['unit'], value: number): number {
  if (unit === '' || unit === 's' || (unit === 'MB' && value < 10)) return 2;
  return unit === 'ms' ? 1 : 0;
}
