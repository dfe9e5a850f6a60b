import { stripVTControlCharacters } from 'node:util';
import { linesWithTimes, logFileSince } from '../cliproxy/log-file';
import type { CliProxy } from '../cliproxy/cliproxies';
import type { Tasks } from '../jobs/contracts';
import type { LogsReport } from '../jobs/reports';
import { redact } from '../redact';
import type { Container, LogLine } from '../server/server';
import type { ServerSettings } from '../server/settings';

/** Whole pages of HTML stand in one line of the log now and then. */
const lineChars = 500;
/** What is answered lies in the queue's events for a while. */
const mostChars = 256 * 1024;

/**
 * The end of CLIProxyAPI's log, also of a container that is down. Secrets are taken out here, so that none of them
 * reaches the queue.
 *
 * @throws UserError whatever keeps the server out of reach.
 */
export async function readLogs(
  { server, place }: Pick<CliProxy, 'server' | 'place'>,
  { lines: most }: Tasks['logs']['data'],
): Promise<LogsReport> {
  const container = await server.container();
  const lines = await latestLines(container, place, most);
  return { container: container.name, lines: newestWithin(lines.map(readable), mostChars) };
}

/** From Docker's log and from the log file, each of which lacks what the other has. */
async function latestLines(
  container: Container,
  place: ServerSettings,
  most: number,
): Promise<readonly LogLine[]> {
  const [printed, file] = await Promise.all([
    container.logs({ tail: most }),
    logFileSince(container, place, container.startedAtMs),
  ]);
  const written = file === undefined ? [] : linesWithTimes(file);
  return [...printed, ...written.slice(-most)].sort((one, other) => one.atMs - other.atMs).slice(-most);
}

/** Without secrets first, and then short: half a secret is not known as one. */
function readable({ atMs, text }: LogLine): LogLine {
  const plain = redact(stripVTControlCharacters(text))
    .replace(/\p{Cc}/gu, ' ')
    .trimEnd();
  return { atMs, text: plain.length > lineChars ? `${plain.slice(0, lineChars - 1)}…` : plain };
}

function newestWithin(lines: readonly LogLine[], chars: number): readonly LogLine[] {
  let left = chars;
  const first = lines.findLastIndex(({ text }) => (left -= text.length) < 0);
  return lines.slice(first + 1);
}
