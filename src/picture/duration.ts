import type { PictureWords } from '../messages/en/picture';

const MINUTE_MS = 60_000;

/** A length of time in the largest unit of which there are two, so that it stays short: `90 min`, `5 h`, `12 days`. */
export function durationText(ms: number, words: PictureWords['duration']): string {
  const minutes = Math.max(1, Math.round(Math.abs(ms) / MINUTE_MS));
  if (minutes < 120) return words.minutes(minutes);
  const hours = Math.round(minutes / 60);
  return hours < 48 ? words.hours(hours) : words.days(Math.round(hours / 24));
}
