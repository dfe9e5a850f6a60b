import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Login } from '../../src/jobs/login';
import { openEmbeddedJobs } from '../../src/jobs/embedded';
import { openDatabase } from '../../src/jobs/on-pglite/pglite-database';
import { rememberingLog, SHORT } from './jobs-world';
import type { JobsWorld } from './jobs-world';
import { describeJobs } from './jobs.contract';
import { doneState, idsOf, someLogin, waitingState } from './logins';
import { until } from './until';
import { startDoomedWorker } from './worker-process';

async function startEmbedded(): Promise<JobsWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'jobs-'));
  const { log, text } = rememberingLog();
  const jobs = await openEmbeddedJobs({ directory, log, timing: SHORT });
  let open = true;
  const closeJobs = async (): Promise<void> => {
    if (open) await jobs.close();
    open = false;
  };
  return {
    jobs,
    logged: text,
    async contents() {
      await closeJobs();
      return contentsOf(directory);
    },
    async close() {
      await closeJobs();
      await rm(directory, { recursive: true });
    },
  };
}

/** Every row of every table that is not PostgreSQL's own. */
async function contentsOf(directory: string): Promise<string> {
  const db = await openDatabase(join(directory, 'queue'), () => Promise.resolve());
  const tables = await db.query<{ name: string }>(
    `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
  );
  const rows: string[] = [];
  for (const { name } of tables.rows) {
    const found = await db.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
    rows.push(name, ...found.rows.map(({ row }) => row));
  }
  await db.close();
  return rows.join('\n');
}

describeJobs('the embedded store', startEmbedded);

describe('the embedded queue', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'jobs-'));
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  const open = () => openEmbeddedJobs({ directory, log: rememberingLog().log });

  it('is refused to a second process, and to a second opening in one', async () => {
    const worker = await startDoomedWorker('embedded', directory, 'ali');

    const second = open();
    await expect(second).rejects.toThrow(/in use by process \d+ on .*Stop that one, or set REDIS_URL/);
    await worker.kill();
    const jobs = await open();
    const third = open();

    await expect(third).rejects.toThrow('in use');
    expect(await jobs.healthy()).toBe(true);
    await jobs.close();
  }, 60_000);

  it('brings back the login of a killed process at once, first in line and interrupted', async () => {
    const [taken, waiting] = [someLogin('ali'), someLogin('ali')];
    const before = await open();
    await before.addLogin(taken);
    await before.addLogin(waiting);
    await before.close();
    const worker = await startDoomedWorker('embedded', directory, 'ali');
    await until('it took the login', () => worker.said().includes(taken.id));
    await worker.kill();

    const jobs = await open();
    const line = await jobs.line('ali');
    const ran: [string, boolean][] = [];
    const stop = jobs.workLogins('ali', async (login, interrupted) => {
      ran.push([login.id, interrupted]);
      await jobs.setState(login.id, doneState);
    });
    await until('both have run', () => ran.length === 2);
    await stop();
    await jobs.close();

    expect(idsOf(line)).toEqual(idsOf([taken, waiting]));
    expect(line[0]?.state).toEqual(waitingState('doomed'));
    expect(ran).toEqual([
      [taken.id, true],
      [waiting.id, false],
    ]);
  }, 60_000);

  it('brings back all logins that a killed process had at once, each as interrupted', async () => {
    const logins = [1, 2, 3].map(() => someLogin('ali'));
    const before = await open();
    for (const login of logins) await before.addLogin(login);
    await before.close();
    const worker = await startDoomedWorker('embedded', directory, 'ali', SHORT, 3);
    await until('it took all', () => logins.every(({ id }) => worker.said().includes(id)));
    await worker.kill();

    const jobs = await open();
    const ran: [string, boolean][] = [];
    const end = async (login: Login, interrupted: boolean): Promise<void> => {
      ran.push([login.id, interrupted]);
      await jobs.setState(login.id, doneState);
    };
    const stop = jobs.workLogins('ali', end, 3);
    await until('all have run', () => ran.length === 3);
    await stop();
    await jobs.close();

    expect(ran.sort()).toEqual(logins.map(({ id }) => [id, true]));
  }, 60_000);

  it('takes the watches of a killed process over at once, and keeps what is remembered', async () => {
    const before = await open();
    await before.write('restart', 'ali', { container: 'cliproxy', startedAtMs: 1, by: 'ann' });
    await before.claim('button', 'ann', 60_000);
    await before.close();
    const worker = await startDoomedWorker('embedded', directory, 'ali');
    await until('it watches', () => worker.said().includes('watches ali'));
    await worker.kill();

    const jobs = await open();
    const watched: string[] = [];
    const began = performance.now();
    const stop = jobs.watchServers(['ali'], server => Promise.resolve(void watched.push(server)));
    await until('it is watched again', () => watched.length > 0);
    const took = performance.now() - began;
    const remembered = await jobs.read('restart', 'ali');
    const claim = await jobs.claim('button', 'ben', 60_000);
    await stop();
    await jobs.close();

    expect(took).toBeLessThan(1_000);
    expect(remembered).toEqual({ container: 'cliproxy', startedAtMs: 1, by: 'ann' });
    expect(claim?.by).toBe('ann');
  }, 60_000);

  it('begins anew when its first boot was cut short', async () => {
    await mkdir(join(directory, 'queue', 'pgdata'), { recursive: true });
    await writeFile(join(directory, 'queue', 'pgdata', 'PG_VERSION'), '17');

    const jobs = await open();

    expect(await jobs.healthy()).toBe(true);
    await jobs.close();
  }, 60_000);

  it('says what to do when its directory cannot be used', async () => {
    await writeFile(join(directory, 'file'), '');

    const opened = openEmbeddedJobs({ directory: join(directory, 'file'), log: rememberingLog().log });

    await expect(opened).rejects.toThrow(/cannot be written .* choose another with DATA_DIR/);
  });

  it('says what to do when what is in its directory is broken', async () => {
    const jobs = await open();
    await jobs.close();
    await writeFile(join(directory, 'queue', 'pgdata', 'global', 'pg_control'), 'nonsense');

    const opened = open();

    await expect(opened).rejects.toThrow('Move the folder "queue" in it away to begin with an empty one');
  }, 60_000);
});
