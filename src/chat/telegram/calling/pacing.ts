/** How fast one chat may be written to: `burst` messages at once, then one every `everyMs`. */
interface Pace {
  readonly burst: number;
  readonly everyMs: number;
}

// core.telegram.org/bots/faq: about one message a second in a chat, 20 a minute in a group, edits included.
// A group never gets more than 8 + 60 / 5 = 20 in any minute.
const inPrivate: Pace = { burst: 10, everyMs: 1_000 };
const inGroup: Pace = { burst: 8, everyMs: 5_000 };

/** Hands out turns to write to a chat, so that Telegram's limits are met before it has to say so. */
export interface Pacing {
  /**
   * Takes a turn and says how long to wait for it, in milliseconds; undefined, with no turn taken, when that
   * would be longer than `patienceMs`.
   */
  turn(chat: number, patienceMs: number): number | undefined;
  /** No more turns there for a while, because Telegram asked for it. */
  pause(chat: number, ms: number): void;
}

export function createPacing(now: () => number = Date.now): Pacing {
  // For each chat, when it would be fully rested: the one number the generic cell rate algorithm needs.
  const restedAt = new Map<number, number>();

  function forgetRested(at: number): void {
    if (restedAt.size < 1_000) return;
    for (const [chat, rested] of restedAt) if (rested <= at) restedAt.delete(chat);
  }

  return {
    turn: (chat, patienceMs) => {
      const at = now();
      forgetRested(at);
      const { burst, everyMs } = paceOf(chat);
      const rested = Math.max(restedAt.get(chat) ?? at, at);
      const waitMs = Math.max(0, rested - (burst - 1) * everyMs - at);
      if (waitMs > patienceMs) return undefined;
      restedAt.set(chat, rested + everyMs);
      return waitMs;
    },
    pause: (chat, ms) => {
      const { burst, everyMs } = paceOf(chat);
      const until = now() + ms + (burst - 1) * everyMs;
      restedAt.set(chat, Math.max(restedAt.get(chat) ?? 0, until));
    },
  };
}

/** Groups and channels have negative ids, people positive ones. */
function paceOf(chat: number): Pace {
  return chat < 0 ? inGroup : inPrivate;
}
