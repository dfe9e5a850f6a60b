import { byUrgency } from '../../jobs/account';
import type { Section } from './gather';

/** Servers that cannot be asked first, then those whose accounts need somebody; others keep their order. */
export function urgentFirst(sections: readonly Section[]): readonly Section[] {
  return [...sections].sort((one, other) => urgencyOf(one) - urgencyOf(other));
}

/** Nothing of it needs anybody. */
export function isFine(section: Section): boolean {
  return section.kind === 'report' && section.report.accounts.every(({ state }) => state.kind === 'fine');
}

function urgencyOf(section: Section): number {
  if (section.kind === 'failed') return -2;
  if (section.kind === 'silent') return -1;
  const ranks = section.report.accounts.map(({ state }) => byUrgency.indexOf(state.kind));
  return Math.min(byUrgency.length, ...ranks);
}
