import { posix } from 'node:path';
import type { Container, ContainerFile, LogLine } from '../server/server';

/** CLIProxyAPI turns its log file over at 10 MB. */
const maxLogBytes = 16 * 1024 * 1024;
/** Docker's archives know times to the second. */
const archiveGrainMs = 1_000;
/** Every time zone is some number of these away from UTC. */
const zoneStepMs = 15 * 60_000;
const localTime = /^\[(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)\]/;

/**
 * Where CLIProxyAPI writes most of its log with `logging-to-file: true`: beside the program, or in the auth
 * directory where that cannot be written to.
 */
export function logFilesOf(place: { readonly program: string; readonly authDir: string }): readonly string[] {
  return [posix.dirname(place.program), place.authDir].map(directory =>
    posix.join(directory, 'logs', 'main.log'),
  );
}

/**
 * The file of CLIProxyAPI's log, whole. A file that was not written since `afterMs`, by the server's
 * clock, is left over from a time when it was still in use: undefined, as where there is none.
 */
export async function logFileSince(
  container: Container,
  place: { readonly program: string; readonly authDir: string },
  afterMs: number,
): Promise<ContainerFile | undefined> {
  for (const path of logFilesOf(place)) {
    const [file] = (await container.files(path, { maxFileBytes: maxLogBytes })) ?? [];
    if (file !== undefined && file.modifiedAtMs + archiveGrainMs > afterMs) return file;
  }
  return undefined;
}

/**
 * The lines of a log file with their times, oldest first. The file has the time of the container's zone and does
 * not name it (the image sets Asia/Shanghai); but its last line was written when the file was.
 */
export function linesWithTimes({
  content,
  modifiedAtMs,
}: Pick<ContainerFile, 'content' | 'modifiedAtMs'>): readonly LogLine[] {
  const texts = content.toString('utf8').split('\n');
  const lastLocalMs = texts.reduce<number | undefined>((last, text) => localMs(text) ?? last, undefined);
  const zoneMs =
    lastLocalMs === undefined ? 0 : Math.round((lastLocalMs - modifiedAtMs) / zoneStepMs) * zoneStepMs;
  const lines: LogLine[] = [];
  for (const text of texts) {
    const local = localMs(text);
    // A line without a time belongs to the one above it.
    const atMs = local === undefined ? (lines.at(-1)?.atMs ?? modifiedAtMs) : local - zoneMs;
    if (text.trim() !== '') lines.push({ atMs, text });
  }
  return lines;
}

function localMs(text: string): number | undefined {
  const [, day, time] = localTime.exec(text) ?? [];
  const ms = day === undefined || time === undefined ? NaN : Date.parse(`${day}T${time}Z`);
  return Number.isNaN(ms) ? undefined : ms;
}
