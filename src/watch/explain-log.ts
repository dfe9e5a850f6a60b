import { linesWithTimes, logFileSince } from '../cliproxy/log-file';
import { redact } from '../redact';
import type { Container, LogLine } from '../server/server';

const mostLines = 6;
/** Where nothing looks like an error, the last words have to do. */
const lastWords = 3;
const longestLine = 200;
const logTail = 300;
/** What a program writes as it ends may be read a moment after its end. */
const slackMs = 1_000;

const logrus = /^\[[^\]]+\] (?:\[[^\]]{8}\] )?\[(\w+)\s*\] (?:\[[^\]]+\] )?(.*)$/;
const badLevels = /^(?:err|fatal|panic)/;
const badWords = /\b(?:panic|fatal|failed|error|cannot|unable|denied|already in use|no such file)\b/i;

/** The few redacted lines that explain how a run of the container ended, oldest first. */
export function explaining(log: readonly LogLine[]): readonly string[] {
  const lines = log.map(({ text }) => read(text)).filter(line => line.words !== '');
  const bad = lines.filter(line => line.isBad);
  const chosen = bad.length > 0 ? bad : lines.slice(-lastWords);
  // A program that fails again and again says the same each time.
  const different = [...new Set(chosen.map(line => line.words))];
  return different.slice(-mostLines).map(short);
}

/**
 * The lines of a run, from its start to its end, that explain it; from the log file where the log has no error,
 * since most are written there with `logging-to-file: true`.
 *
 * @throws UserError whatever keeps the log out of reach.
 */
export async function explainLog(
  container: Container,
  place: { readonly program: string; readonly authDir: string },
  run: { readonly startedAtMs: number; readonly endedAtMs?: number | undefined },
): Promise<readonly string[]> {
  const fromMs = run.startedAtMs - slackMs;
  const untilMs = (run.endedAtMs ?? Infinity) + slackMs;
  const isOfRun = ({ atMs }: LogLine): boolean => atMs >= fromMs && atMs <= untilMs;
  const log = (await container.logs({ sinceMs: fromMs, tail: logTail })).filter(isOfRun);
  if (log.some(({ text }) => read(text).isBad)) return explaining(log);
  const file = await logFileSince(container, place, run.startedAtMs);
  const written = file === undefined ? [] : linesWithTimes(file).filter(isOfRun).slice(-logTail);
  return explaining(written.some(({ text }) => read(text).isBad) ? written : log);
}

/** A line without its time and place, which are of no use on a phone. */
function read(text: string): { readonly words: string; readonly isBad: boolean } {
  const [, level = '', message = text] = logrus.exec(text.trim()) ?? [];
  return { words: message.trim(), isBad: badLevels.test(level) || badWords.test(message) };
}

function short(text: string): string {
  const plain = redact(text).replace(/\s+/g, ' ');
  return plain.length > longestLine ? `${plain.slice(0, longestLine - 1)}…` : plain;
}
