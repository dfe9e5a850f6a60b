import type { Container, ContainerFile, LogLine } from '../server/server';
import { linesWithTimes, logFilesOf, logFileSince } from './log-file';

/** Whoever reads more often starts more processes over there. */
const everyMs = 5 * 60_000;
/** In an image without `stat` and `tail` the whole file has to come, up to 10 MB of it. */
const everyWholeMs = 60 * 60_000;
/** Of what came since the last time, no more than the end. */
const mostBytes = 512 * 1024;
/** `stat` knows times to the second. */
const grainMs = 1_000;
const notThere = [126, 127];

interface Stat {
  readonly path: string;
  readonly modifiedAtMs: number;
  readonly sizeBytes: number;
}

/**
 * Reads the log file of one container as it grows: each call gives what came since the last one that did, and
 * nothing before some minutes have passed, or while nothing is written there. Lines may come twice.
 */
export function followLogFile(
  place: { readonly program: string; readonly authDir: string },
  now: () => number,
): (container: Container) => Promise<readonly LogLine[]> {
  let known: Stat | undefined;
  let nextMs = 0;
  return async container => {
    if (now() < nextMs) return [];
    nextMs = now() + everyMs;
    const found = await statOf(container, logFilesOf(place));
    if (found === 'unknown') {
      nextMs = now() + everyWholeMs;
      const file = await logFileSince(container, place, container.startedAtMs);
      return file === undefined ? [] : linesWithTimes(file);
    }
    // One that was not written since the start is left over from a time when it was still in use.
    const stat = found.find(({ modifiedAtMs }) => modifiedAtMs + grainMs > container.startedAtMs);
    const file = stat === undefined ? undefined : await newIn(container, stat, known);
    known = stat;
    return file === undefined ? [] : linesWithTimes(file);
  };
}

/** The files that are there, the latest first; `unknown` where the image has no `stat`. */
async function statOf(container: Container, paths: readonly string[]): Promise<readonly Stat[] | 'unknown'> {
  const stat = await container.exec(['stat', '-L', '-c', '%Y %s %n', ...paths]);
  const printed = await textOf(stat.output);
  // What it says of a file that is not there is printed in between.
  const found = printed.split('\n').flatMap(line => {
    const [, seconds, size, path] = /^(\d+) (\d+) (\/.*)$/.exec(line) ?? [];
    if (path === undefined) return [];
    return [{ path, modifiedAtMs: Number(seconds) * 1_000, sizeBytes: Number(size) }];
  });
  if (found.length === 0 && notThere.includes((await stat.exitCode()) ?? 0)) return 'unknown';
  return found.sort((one, other) => other.modifiedAtMs - one.modifiedAtMs);
}

/** What was written since it was last seen; a file that has become shorter was turned over. */
async function newIn(
  container: Container,
  stat: Stat,
  known: Stat | undefined,
): Promise<Pick<ContainerFile, 'content' | 'modifiedAtMs'> | undefined> {
  const { modifiedAtMs, path, sizeBytes } = stat;
  const before = known?.path === path && known.sizeBytes <= sizeBytes ? known.sizeBytes : 0;
  if (before === sizeBytes) return undefined;
  const from = Math.max(before, sizeBytes - mostBytes);
  // From the byte before, so that a line that begins here is known from one that was cut.
  const tail = await container.exec(['tail', '-c', `+${Math.max(1, from)}`, path]);
  const text = await textOf(tail.output);
  const whole = from === 0 ? text : text.slice(text.indexOf('\n') + 1);
  return { content: Buffer.from(whole), modifiedAtMs };
}

async function textOf(output: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of output) text += piece;
  return text;
}
