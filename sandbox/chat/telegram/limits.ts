import { Refusal } from './refusal';

/** Telegram's limits on messages and edits in a chat, with the tolerance for short bursts that people see. */
export interface Limits {
  /** Counts a message or an edit. Throws 429 with how long to wait. */
  take(chat: number): void;
}

const inGroup = { most: 20, withinMs: 60_000 };
const inPrivate = { most: 40, withinMs: 30_000 };

export function createLimits(now: () => number = Date.now): Limits {
  const taken = new Map<number, readonly number[]>();
  return {
    take: chat => {
      const { most, withinMs } = chat < 0 ? inGroup : inPrivate;
      const recent = (taken.get(chat) ?? []).filter(at => at > now() - withinMs);
      const oldest = recent[0];
      if (recent.length >= most && oldest !== undefined) {
        const retryAfter = Math.ceil((oldest + withinMs - now()) / 1_000);
        throw tooMany(retryAfter, true);
      }
      taken.set(chat, [...recent, now()]);
    },
  };
}

export function tooMany(retryAfter: number, isViolation: boolean): Refusal {
  return new Refusal(429, `Too Many Requests: retry after ${String(retryAfter)}`, {
    retryAfter,
    isViolation,
  });
}
