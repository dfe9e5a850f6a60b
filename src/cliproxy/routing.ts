import { strategies, type Strategy } from '../jobs/reports';
import { oneLine } from './one-line';
import { isOlder } from './version';

/** What the program goes by where nothing is written, or nothing that it knows. */
export const usualStrategy: Strategy = 'round-robin';

/** The release that first knew it; `round-robin` was there before anybody could choose. */
const since: Readonly<Record<Strategy, readonly [number, number, number] | undefined>> = {
  'round-robin': undefined,
  'fill-first': [6, 6, 42],
  'weighted-round-robin': [7, 2, 104],
};

/** The program's own short names, and what CLIProxyAPI guides call them that it never knew. */
const names: Readonly<Record<Strategy, readonly string[]>> = {
  'round-robin': ['roundrobin', 'rr'],
  'fill-first': ['fillfirst', 'ff'],
  'weighted-round-robin': ['weightedroundrobin', 'wrr', 'weighted'],
};

/** The strategy that a person means, however they write it; undefined for a word that is none. */
export function strategyMeant(typed: string): Strategy | undefined {
  const word = typed
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  return strategies.find(strategy => strategy === word || names[strategy].includes(word));
}

/**
 * What the program makes of a word in its configuration: its names in any case, and the usual one for none. A word
 * that it does not know is given back: it goes by the usual one then.
 */
export function strategyWritten(word: string): string {
  const plain = word.trim().toLowerCase();
  if (plain === '') return usualStrategy;
  const isGuides = plain === 'weighted';
  return (
    strategies.find(each => each === plain || (!isGuides && names[each].includes(plain))) ?? oneLine(word, 40)
  );
}

/** What a version knows; all of them where it is not known which one it is. */
export function knownTo(version: string | undefined): readonly Strategy[] {
  return strategies.filter(strategy => {
    const first = since[strategy];
    return first === undefined || version === undefined || !isOlder(version, first);
  });
}

/** The release that first knew a strategy (`v7.2.104`). */
export function firstRelease(strategy: Strategy): string {
  return `v${(since[strategy] ?? [1, 0, 0]).join('.')}`;
}

/**
 * From v6.6.82 to v7.2.95 the Management API saves a strategy, and the program that runs keeps to the old one: it
 * compares the new configuration with one that the request has changed already.
 */
export function takesItFromManagement(version: string | undefined): boolean {
  return version === undefined || !isOlder(version, [7, 2, 96]);
}
