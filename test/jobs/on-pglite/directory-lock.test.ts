import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';

import { Taken, takeLock } from '../../../src/jobs/on-pglite/directory-lock';
import { isAlive, startOf } from '../../../src/jobs/on-pglite/process-life';

describe('a lock file', () => {
  let directory: string;
  let file: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lock-'));
    file = join(directory, 'queue.lock');
  });
  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  const heldBy = (holder: object): Promise<void> => writeFile(file, JSON.stringify(holder));

  it('is there while it is held, and gone when it is given back', async () => {
    const release = await takeLock(file);
    const held = await readdir(directory);
    await release();

    expect(held).toEqual(['queue.lock']);
    expect(await readdir(directory)).toEqual([]);
  });

  it('is refused while its holder lives', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const pid = child.pid ?? 0;
    await heldBy({ pid, host: hostname(), started: await startOf(pid) });

    const refused = takeLock(file);
    await expect(refused).rejects.toThrow(Taken);
    await expect(refused).rejects.toThrow(`process ${pid} on ${hostname()}`);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const release = await takeLock(file);

    expect(await readFile(file, 'utf8')).toContain(String(process.pid));
    await release();
  });

  it('is taken from a dead process whose id came again, be it our own', async () => {
    await heldBy({ pid: process.pid, host: hostname(), started: '1' });

    const release = await takeLock(file);

    expect(await readFile(file, 'utf8')).not.toContain('"started":"1"');
    await release();
  });

  it('is left to a holder in another container as long as that one shows itself', async () => {
    await heldBy({ pid: 1, host: 'elsewhere', started: '1' });
    await expect(takeLock(file)).rejects.toThrow('process 1 on elsewhere');
    const aMinuteAgo = new Date(Date.now() - 60_000);
    await utimes(file, aMinuteAgo, aMinuteAgo);

    const release = await takeLock(file);

    expect(await readFile(file, 'utf8')).not.toContain('elsewhere');
    await release();
  });

  it('is taken when it was never written to its end', async () => {
    await writeFile(file, '{"pid":');
    await expect(takeLock(file)).rejects.toThrow('another process');
    const aMinuteAgo = new Date(Date.now() - 60_000);
    await utimes(file, aMinuteAgo, aMinuteAgo);

    const release = await takeLock(file);

    await release();
    expect(await readdir(directory)).toEqual([]);
  });

  it('goes to one alone when several find it stale at once', async () => {
    await heldBy({ pid: process.pid, host: hostname(), started: '1' });

    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => takeLock(file)));

    const taken = outcomes.filter(outcome => outcome.status === 'fulfilled');
    expect(taken).toHaveLength(1);
    expect(await readdir(directory)).toEqual(['queue.lock']);
    await taken[0]?.value();
  });
});

describe('the life of a process', () => {
  it('is told apart from that of another with the same id', async () => {
    const started = await startOf(process.pid);

    expect(await isAlive(process.pid, started)).toBe(true);
    expect(await isAlive(process.pid, 'another time')).toBe(false);
    // Ids of Linux end at 2^22.
    expect(await isAlive(2 ** 22 + 1, undefined)).toBe(false);
  });
});
