import distance from 'damerau-levenshtein';

/**
 * The candidate most like a word that was typed, or undefined when none is like it: one edit (a letter too many,
 * missing, wrong, or two swapped) up to seven letters, two edits from eight on. Case does not count.
 */
export function nearest(typed: string, candidates: readonly string[]): string | undefined {
  const limit = typed.length < 8 ? 1 : 2;
  const [best] = candidates
    .map(candidate => ({ candidate, edits: distance(typed.toLowerCase(), candidate.toLowerCase()).steps }))
    .filter(({ edits }) => edits <= limit)
    .sort((a, b) => a.edits - b.edits);
  return best?.candidate;
}
