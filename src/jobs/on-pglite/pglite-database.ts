import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

import type { PGlite } from '@electric-sql/pglite';

export type Database = Pick<PGlite, 'query' | 'exec' | 'onNotification' | 'close'>;

/** PostgreSQL's own cache: for a few queues the default of 128 MB is memory for nothing. */
const START = ['-c', 'shared_buffers=8MB'];

/**
 * Opens the database in a directory, or makes it there. A first boot that was cut short leaves half a database
 * without anything in it: `complete` is the sign that it came to its end, and without it all begins anew.
 */
export async function openDatabase(
  directory: string,
  prepare: (db: Database) => Promise<void>,
): Promise<Database> {
  // V8 would compile PostgreSQL a second time in the background: 100 MB and seconds of a core, for queries that
  // are no faster by it. WebAssembly elsewhere in the process (undici's parser) is too small to feel it.
  setFlagsFromString('--liftoff-only');
  const [{ PGlite }, { dataDir }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('@electric-sql/pglite-prepopulatedfs'),
  ]);
  const startParams = [...PGlite.defaultStartParams, ...START];
  const data = join(directory, 'pgdata');
  const complete = join(directory, 'complete');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (await isThere(complete)) {
    const db = await PGlite.create(data, { startParams });
    await prepare(db);
    return db;
  }
  await rm(data, { recursive: true, force: true });
  // Unpacking a finished database takes half the time and memory of making one with initdb.
  const db = await PGlite.create(data, { startParams, loadDataDir: await dataDir() });
  await prepare(db);
  await writeFile(complete, '');
  return db;
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
