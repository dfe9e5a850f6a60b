import { lstatSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import type { Stats } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { basename, join, posix } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import type { Pack } from 'tar-stream';
import type { Container } from '../container/container';
import { EngineError } from './answers';

/** `GET` and `HEAD /containers/{id}/archive`: a path and all below it as a tar. */
export async function sendArchive(
  container: Container,
  path: string,
  head: boolean,
  response: ServerResponse,
): Promise<void> {
  const { disk } = container;
  const real = disk.real(disk.resolve(path));
  const stats = statOf(container, real, path);
  response.setHeader('X-Docker-Container-Path-Stat', pathStat(path, stats));
  response.setHeader('content-type', 'application/x-tar');
  if (head) {
    response.end();
    return;
  }
  container.tell('archive-path');
  // Whole in memory: whoever asked may go away in the middle, which a tar under way does not bear.
  const tar = pack();
  add(tar, real, basename(posix.normalize(path)) || '.', container.daemon.clock.aheadMs);
  tar.finalize();
  response.end(await buffer(tar));
}

/** Throws 404. */
export function statOf(container: Container, real: string, path: string): Stats {
  try {
    return lstatSync(real);
  } catch {
    throw new EngineError(404, `Could not find the file ${path} in container ${container.name}`);
  }
}

/** Files carry the time of the machine they pretend to lie on. */
function add(tar: Pack, real: string, name: string, aheadMs: number): void {
  const stats = lstatSync(real);
  const mtime = new Date(stats.mtimeMs + aheadMs);
  const header = { mtime, mode: stats.mode & 0o7777, uid: 0, gid: 0 };
  if (stats.isFile()) tar.entry({ ...header, name }, readFileSync(real));
  if (stats.isSymbolicLink()) tar.entry({ ...header, name, type: 'symlink', linkname: readlinkSync(real) });
  if (!stats.isDirectory()) return;
  tar.entry({ ...header, name: `${name}/`, type: 'directory' });
  for (const child of readdirSync(real).sort()) add(tar, join(real, child), `${name}/${child}`, aheadMs);
}

/** Go's file mode puts "is a directory" in the highest bit. */
function pathStat(path: string, stats: Stats): string {
  const mode = (stats.mode & 0o777) + (stats.isDirectory() ? 2 ** 31 : 0);
  const stat = {
    name: basename(path),
    size: stats.size,
    mode,
    mtime: stats.mtime.toISOString(),
    linkTarget: '',
  };
  return Buffer.from(JSON.stringify(stat)).toString('base64');
}
