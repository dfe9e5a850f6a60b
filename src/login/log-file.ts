import { posix } from 'node:path';
import type { Container } from '../server/server';

/** CLIProxyAPI turns its log file over at 10 MB. */
const maxLogBytes = 16 * 1024 * 1024;
/** Docker's archives know times to the second. */
const archiveGrainMs = 1_000;

/**
 * With `logging-to-file: true` most failures are written to `logs/main.log` and stdout stays silent. The
 * login writes its own version line there first: what follows the last one is what it has to say (and what
 * the server says meanwhile). A file that was not written since `afterMs`, by the server's clock, is left over
 * from a time when it was still in use.
 */
export async function linesOfLogFile(
  container: Container,
  place: { readonly program: string; readonly authDir: string },
  afterMs: number,
): Promise<readonly string[]> {
  for (const directory of [posix.dirname(place.program), place.authDir]) {
    const path = posix.join(directory, 'logs', 'main.log');
    const [file] = (await container.files(path, { maxFileBytes: maxLogBytes })) ?? [];
    if (file === undefined || file.modifiedAtMs + archiveGrainMs <= afterMs) continue;
    const lines = file.content.toString('utf8').split('\n');
    return lines.slice(lines.findLastIndex(line => line.includes('CLIProxyAPI Version:')) + 1);
  }
  return [];
}
