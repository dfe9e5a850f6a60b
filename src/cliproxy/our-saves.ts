import type { Jobs } from '../jobs/jobs';

/** For how long it is known that we saved a file. */
const savedForMs = 24 * 60 * 60 * 1000;

/**
 * Leaves word for whoever watches a server that these credential files are ours, so that nobody wonders where they
 * came from. Of two who write it at the same moment one may be lost: then its file is told of once.
 *
 * @param files their names in the auth directory.
 */
export async function recordSaved(
  jobs: Pick<Jobs, 'read' | 'write'>,
  server: string,
  files: readonly string[],
  nowMs: number,
): Promise<void> {
  // What cannot be read now is worth less than what is being done.
  const earlier = await jobs.read('saved', server).catch(() => undefined);
  const kept = Object.entries(earlier?.files ?? {}).filter(([, atMs]) => nowMs - atMs < savedForMs);
  const added = files.map(file => [file, nowMs] as const);
  await jobs.write('saved', server, { files: Object.fromEntries([...kept, ...added]) });
}
