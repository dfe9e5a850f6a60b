import { problemOf } from '../errors';
import type { Jobs } from '../jobs/jobs';
import type { Container } from '../server/server';

/**
 * Restarts a container, and leaves word for whoever watches it that it was us, and who asked: written before it
 * happens, since Docker tells the watcher at once. Comes back when Docker says that it runs.
 *
 * @throws UserError whatever keeps Docker from it; then the word is taken back, for the next restart is not ours.
 * It stands where the run may have ended all the same: the connection was lost, or the next run ended at once.
 */
export async function restartOurs(
  container: Container,
  jobs: Pick<Jobs, 'write'>,
  server: string,
  by: string,
): Promise<void> {
  const { id, startedAtMs } = container;
  await jobs.write('restart', server, { container: id, startedAtMs, by });
  try {
    await container.restart();
  } catch (error) {
    const code = problemOf(error)?.code;
    if (code !== 'container-down' && code !== 'connection-lost') {
      await jobs.write('restart', server, { container: '', startedAtMs: 0, by });
    }
    throw error;
  }
}
