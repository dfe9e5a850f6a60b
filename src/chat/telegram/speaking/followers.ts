import type { MessageRef } from '../../platform';

/** Which message with a file follows which message of words, as long as this process runs. */
export interface Followers {
  note(words: MessageRef, file: MessageRef): void;
  /** The file that follows, and forgets it. */
  take(words: MessageRef): MessageRef | undefined;
}

const KEPT = 1_000;

export function createFollowers(): Followers {
  const known = new Map<string, MessageRef>();
  const keyOf = ({ address, id }: MessageRef) => `${address} ${id}`;
  return {
    note: (words, file) => {
      known.set(keyOf(words), file);
      for (const oldest of known.keys()) {
        if (known.size <= KEPT) break;
        known.delete(oldest);
      }
    },
    take: words => {
      const file = known.get(keyOf(words));
      known.delete(keyOf(words));
      return file;
    },
  };
}
