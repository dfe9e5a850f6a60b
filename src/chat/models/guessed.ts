import type { Problem } from '../../errors';
import { nearest } from '../../nearest';

/** An unknown model with the one that it is nearly called like, where there is one; other problems as they are. */
export function guessed(problem: Problem): Problem {
  if (problem.code !== 'unknown-model') return problem;
  const didYouMean = nearest(problem.typed, problem.known);
  return didYouMean === undefined ? problem : { ...problem, didYouMean };
}
