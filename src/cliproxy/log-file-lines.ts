import { logFileSince } from './log-file';
import type { Container } from '../server/server';

/**
 * With `logging-to-file: true` most failures are written to a file and stdout stays silent. The login writes its
 * own version line there first: what follows the last one is what it has to say (and what the server says
 * meanwhile). Nothing where the file was not written since `afterMs`, by the server's clock.
 */
export async function linesOfLogFile(
  container: Container,
  place: { readonly program: string; readonly authDir: string },
  afterMs: number,
): Promise<readonly string[]> {
  const file = await logFileSince(container, place, afterMs);
  const lines = file?.content.toString('utf8').split('\n') ?? [];
  return lines.slice(lines.findLastIndex(line => line.includes('CLIProxyAPI Version:')) + 1);
}
