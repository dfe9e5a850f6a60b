import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { PGlite } from '@electric-sql/pglite';

export type Database = Pick<PGlite, 'query' | 'exec' | 'onNotification' | 'close'>;

/**
 * Opens the database in a directory, or makes it there. A first boot that was cut short leaves half a database
 * without anything in it: `complete` is the sign that it came to its end, and without it all begins anew.
 */
export async function openDatabase(
  directory: string,
  prepare: (db: Database) => Promise<void>,
): Promise<Database> {
  const [{ PGlite }, { dataDir }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('@electric-sql/pglite-prepopulatedfs'),
  ]);
  const data = join(directory, 'pgdata');
  const complete = join(directory, 'complete');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  if (await isThere(complete)) {
    const db = await PGlite.create(data);
    await prepare(db);
    return db;
  }
  await rm(data, { recursive: true, force: true });
  // Unpacking a finished database takes half the time and memory of making one with initdb.
  const db = await PGlite.create(data, { loadDataDir: await dataDir() });
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
