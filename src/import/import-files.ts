import type { CliProxy } from '../cliproxy/cliproxies';
import { runningContainer } from '../cliproxy/running-container';
import { problemOf, UserError } from '../errors';
import type { Tasks } from '../jobs/contracts';
import type { FileToImport, ImportedFile, ImportReport } from '../jobs/reports';
import { takeOver } from '../jobs/handover';
import type { Jobs } from '../jobs/jobs';
import { bring, type BringPace } from './bring';
import type { Arrival } from './plan';
import { readFile } from './read-file';

type Checked = Arrival | Exclude<ImportedFile, { readonly outcome: 'imported' }>;

/**
 * Writes the credential files that a task hands over. Each is checked before any is written; one that is refused
 * stops no other.
 *
 * @throws UserError `handover-failed`, and whatever keeps the server out of reach.
 */
export async function importFiles(
  proxy: CliProxy,
  jobs: Pick<Jobs, 'read' | 'write' | 'signal' | 'onSignal'>,
  { by, files, handover }: Tasks['import']['data'],
  pace?: BringPace,
): Promise<ImportReport> {
  const { server } = proxy;
  // What cannot be written anywhere need not be handed over.
  const container = await runningContainer(server);
  const { nowMs } = await server.engine();
  const content = await takeOver(jobs, handover);

  try {
    const checked = apart(content, files).map(file => check(file, nowMs));
    const arrivals = checked.filter(each => 'credential' in each);
    const { files: brought, ...rest } = await bring(proxy, container, jobs, arrivals, by, nowMs, pace);
    const left = [...brought];
    // In the order they came.
    const outcomes = checked.flatMap(each => ('credential' in each ? (left.shift() ?? []) : each));
    return { server: server.name, files: outcomes, ...rest };
  } finally {
    content.fill(0);
  }
}

interface File extends FileToImport {
  readonly content: Buffer;
}

/** The files one after the other, as they were handed over. */
function apart(content: Buffer, files: readonly FileToImport[]): readonly File[] {
  const total = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (total !== content.length) throw new UserError({ code: 'handover-failed' });
  let from = 0;
  return files.map(file => {
    const own = content.subarray(from, from + file.sizeBytes);
    from += file.sizeBytes;
    return { ...file, content: own };
  });
}

function check({ content, email, name }: File, nowMs: number): Checked {
  try {
    const read = readFile(content, email, nowMs);
    return read.kind === 'whose' ? { outcome: 'whose', name } : { ...read, name };
  } catch (error) {
    const problem = problemOf(error);
    if (problem === undefined) throw error;
    return { outcome: 'refused', name, problem };
  }
}
