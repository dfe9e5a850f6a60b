import type { Account } from '../jobs/account';
import type { PictureWords } from '../messages/en/picture';
import { durationText } from './duration';

/** What else there is to say of an account below its name; undefined where its state says it all. */
export function detailOf(
  { state, expiresAtMs }: Account,
  words: PictureWords,
  nowMs: number,
): string | undefined {
  const distance = (atMs: number) => durationText(atMs - nowMs, words.duration);
  switch (state.kind) {
    case 'needs-login':
      return state.reason === '' ? undefined : state.reason;
    case 'cooling': {
      const until =
        state.untilMs !== undefined && state.untilMs > nowMs ? words.until(distance(state.untilMs)) : '';
      return [until, state.reason ?? ''].filter(part => part !== '').join(' · ') || undefined;
    }
    case 'expired':
      return expiresAtMs === undefined ? undefined : words.expired(distance(expiresAtMs));
    case 'expires-soon':
      return expiresAtMs === undefined || expiresAtMs < nowMs
        ? undefined
        : words.expires(distance(expiresAtMs));
    case 'fine':
    case 'disabled':
    case 'unreadable':
    case 'unknown':
      return undefined;
  }
}
