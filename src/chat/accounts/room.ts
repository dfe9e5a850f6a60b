import type { Part, PlatformName } from '../platform';

/** How much a message may hold, and how much a text takes of that. */
export interface Room {
  readonly most: number;
  readonly lengthOf: (text: readonly Part[]) => number;
}

/** Characters that a message may have, with some room for what the platform adds. */
const mostCharacters: Readonly<Record<PlatformName, number>> = {
  discord: 1_900,
  telegram: 3_900,
  terminal: Infinity,
};
/** A moment is written out by the platform: `2026-11-22 23:48 UTC+8 (-12 h)`. */
const momentCharacters = 36;
/** Stars around bold words. */
const markCharacters = 4;

export function roomOn(platform: PlatformName): Room {
  return { most: mostCharacters[platform], lengthOf };
}

function lengthOf(parts: readonly Part[]): number {
  const lengths = parts.map(part => {
    if (typeof part === 'string') return part.length;
    return part.kind === 'moment' ? momentCharacters : part.text.length + markCharacters;
  });
  return lengths.reduce((sum, length) => sum + length, 0);
}
