import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { createPostgresBackend, DEFAULT_SCHEMA, runMigrations } from 'bullmq';
import type { PgPool } from 'bullmq';

import { messageOf } from '../errors';
import type { Log } from '../log';
import { Taken, takeLock } from './on-pglite/directory-lock';
import type { Release } from './on-pglite/directory-lock';
import { openJobs } from './engine';
import type { Jobs } from './jobs';
import { openDatabase } from './on-pglite/pglite-database';
import type { Database } from './on-pglite/pglite-database';
import { pglitePool } from './on-pglite/pglite-pool';
import type { Store, Timing } from './store';
import { TASK_QUEUE } from './queues/task-record';

export interface EmbeddedJobsOptions {
  /** The program's data directory; the queue takes the folder `queue` in it. */
  readonly directory: string;
  readonly log: Log;
  readonly timing?: Timing;
}

/**
 * The queue in a directory of this machine, for one process. Throws an Error whose sentence says what to do
 * when another process has it or the directory cannot be used.
 */
export async function openEmbeddedJobs({ directory, log, timing }: EmbeddedJobsOptions): Promise<Jobs> {
  const release = await takeDirectory(directory);
  try {
    const db = await openDatabase(join(directory, 'queue'), prepare);
    const pool = await pglitePool(db);
    return openJobs(embeddedStore(db, pool, release), log, timing);
  } catch (error) {
    await release();
    const sentence = `The queue in ${directory} cannot be opened (${messageOf(error)}). Move the folder "queue" in it away to begin with an empty one.`;
    throw new Error(sentence, { cause: error });
  }
}

async function takeDirectory(directory: string): Promise<Release> {
  try {
    await mkdir(directory, { recursive: true });
    return await takeLock(join(directory, 'queue.lock'));
  } catch (error) {
    if (error instanceof Taken) {
      const sentence = `The queue in ${directory} is in use by ${error.holder}. Stop that one, or set REDIS_URL: only with Redis can several processes share a queue.`;
      throw new Error(sentence, { cause: error });
    }
    const sentence = `The data directory ${directory} cannot be written (${messageOf(error)}). Make it writable or choose another with DATA_DIR.`;
    throw new Error(sentence, { cause: error });
  }
}

async function prepare(db: Database): Promise<void> {
  const pool = await pglitePool(db);
  const client = await pool.connect();
  await runMigrations(client, DEFAULT_SCHEMA);
  client.release();
  await db.exec(`SET search_path TO ${DEFAULT_SCHEMA}`);
  await recover(db);
}

/**
 * What the last process left when it was killed. Nobody else can be working here, so nothing waits for locks
 * to run out: its jobs go back to the place in line they had, and count as stalled once more. Tasks are thrown
 * away with those who waited for them, and what was pasted goes too.
 */
async function recover(db: Database): Promise<void> {
  await db.query('DELETE FROM job WHERE queue = $1', [TASK_QUEUE]);
  await db.exec(
    `UPDATE job SET state = 'waiting', stalled_count = stalled_count + 1, stalled_marked = false,
            lock_token = NULL, locked_until_ms = NULL WHERE state = 'active'`,
  );
}

function embeddedStore(db: Database, pool: PgPool, release: Release): Store {
  return {
    prefix: '',
    shared: false,
    // A notification in the same process is not lost, so idle workers need not look by themselves.
    idleSeconds: 60,
    backend: (name, options, roles) => createPostgresBackend(name, { ...options, connection: pool }, roles),
    produce: operation => operation(),
    ping: async () => {
      await db.query('SELECT 1');
    },
    isOutage: () => false,
    isAway: () => false,
    async close() {
      await db.close();
      await release();
    },
  };
}
