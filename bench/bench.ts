import type { Parts } from './parts';

/** One number that was measured, beside what it has to reach. */
export interface Result {
  readonly what: string;
  readonly value: number;
  readonly unit: '' | 'ms' | 's' | 'MB' | '/s';
  /** Left out for what is only information. */
  readonly target?: { readonly atMost: number } | { readonly atLeast: number };
}

/** A few numbers that are measured together. */
export interface Bench {
  /** What it is called on the command line. */
  readonly name: string;
  readonly run: (parts: Parts) => Promise<readonly Result[]>;
}
