import type { Config } from '../config';
import type { Version } from '../version';
import { since } from '../version';

/** What a release does with `routing.strategy` that another does not, read from its source. */
export interface StrategyTraits {
  readonly known: boolean;
  readonly weighted: boolean;
  /** `/routing/strategy` of the Management API. */
  readonly managed: boolean;
  /** A reload compares with what is configured, which the Management API has changed by then, not with what is used. */
  readonly comparesConfigured: boolean;
  readonly saysUpdated: boolean;
  /** What a reload changed is logged for everybody, not only with `debug: true`. */
  readonly showsChanges: boolean;
}

export function strategyTraitsOf(version: Version): StrategyTraits {
  const from = (release: string): boolean => since(version, release);
  return {
    known: from('6.6.42'),
    weighted: from('7.2.104'),
    managed: from('6.6.82'),
    comparesConfigured: !from('7.2.96'),
    saysUpdated: from('6.6.42') && !from('6.7.41'),
    showsChanges: from('7.2.99'),
  };
}

/** The strategy that a word means; undefined for one that the release does not know. */
export function strategyIn(word: string, { weighted }: StrategyTraits): string | undefined {
  const plain = word.trim().toLowerCase();
  if (['', 'round-robin', 'roundrobin', 'rr'].includes(plain)) return 'round-robin';
  if (['fill-first', 'fillfirst', 'ff'].includes(plain)) return 'fill-first';
  if (weighted && ['weighted-round-robin', 'weightedroundrobin', 'wrr'].includes(plain)) {
    return 'weighted-round-robin';
  }
  return undefined;
}

/** What a configuration has the release go by: what it does not know is passed over. */
export function strategyOf({ strategy }: Config, traits: StrategyTraits): string {
  return (traits.known ? strategyIn(strategy, traits) : undefined) ?? 'round-robin';
}
