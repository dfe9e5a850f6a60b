import { lstatSync } from 'node:fs';
import { mkdir, open, rm, utimes } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { dirname, posix } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as after } from 'node:timers/promises';
import { extract } from 'tar-stream';
import type { Header } from 'tar-stream';
import type { Container } from '../container/container';
import { mountPoints } from '../container/disk';
import type { Daemon } from '../daemon';
import { EngineError } from './answers';
import { statOf } from './archive';

/**
 * `PUT /containers/{id}/archive`: unpacks a tar into a directory that is there, while it comes. What is there under
 * the same name is taken away first; where the tar breaks off, what came of it stays.
 */
export async function takeArchive(
  container: Container,
  path: string,
  request: IncomingMessage,
): Promise<void> {
  const { disk, daemon } = container;
  const directory = disk.resolve(path, 'follow');
  const stats = statOf(container, disk.real(directory), path);
  if (!stats.isDirectory()) throw new EngineError(500, 'extraction point is not a directory');
  const mount = disk.mountOf(directory);
  if (disk.readOnly.has(mount)) {
    throw new EngineError(
      500,
      `${mount === '/' ? 'container rootfs' : 'mounted volume'} is marked read-only`,
    );
  }
  const tar = extract();
  const unpack = async (): Promise<void> => {
    for await (const entry of tar) {
      const target = disk.resolve(posix.join(directory, entry.header.name));
      await place(container, target, entry.header, entry as AsyncIterable<Buffer>);
      entry.resume();
    }
  };
  const [unpacked, fed] = await Promise.allSettled([unpack(), pipeline(coming(request, daemon), tar)]);
  // What could not be unpacked is not read on either: the first is the reason.
  for (const each of [unpacked, fed]) if (each.status === 'rejected') throw each.reason;
  container.tell('extract-to-dir');
}

/** The bytes of an upload, until its way breaks. */
async function* coming(request: IncomingMessage, daemon: Daemon): AsyncGenerator<Buffer> {
  const { uploadBreak } = daemon;
  let left = uploadBreak?.afterBytes ?? Infinity;
  // Whoever is refused in the middle is told so: their connection stays.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    yield chunk.subarray(0, left);
    left -= chunk.length;
    if (left > 0 || uploadBreak === undefined) continue;
    daemon.uploadBreak = undefined;
    // What came so far is written.
    await after(20);
    uploadBreak.cut();
    throw new EngineError(500, 'Error processing tar file(exit status 1): unexpected EOF');
  }
}

async function place(
  { disk, daemon }: Container,
  path: string,
  { type, mtime, mode }: Header,
  content: AsyncIterable<Buffer>,
): Promise<void> {
  const real = disk.real(path);
  const there = lstatSync(real, { throwIfNoEntry: false });
  const merges = type === 'directory' && there?.isDirectory() === true;
  if (there !== undefined && !merges) {
    if (mountPoints.includes(path)) throw refusal(`unlinkat ${path}: device or resource busy`);
    await rm(real, { recursive: true });
  }
  if (type === 'directory') {
    await mkdir(real, { recursive: true, mode });
    return;
  }
  await mkdir(dirname(real), { recursive: true });
  const file = await open(real, 'w', mode);
  try {
    for await (const chunk of content) {
      const full = disk.full.has(disk.mountOf(path));
      await file.write(full ? chunk.subarray(0, chunk.length / 2) : chunk);
      if (full) throw refusal(`write ${path}: no space left on device`);
    }
    await file.chmod(mode);
  } finally {
    await file.close();
  }
  const ownTime = new Date(mtime.getTime() - daemon.clock.aheadMs);
  await utimes(real, ownTime, ownTime);
}

/** What Docker says of the process that unpacks for it. */
function refusal(words: string): EngineError {
  return new EngineError(500, `Error processing tar file(exit status 1): ${words}`);
}
