import { lstatSync, readlinkSync } from 'node:fs';
import { join, posix } from 'node:path';
import { authDirectory, workingDirectory } from './settings';

/** Directories and files of the machine that are mounted, as CLIProxyAPI's compose file has them. */
export const mountPoints: readonly string[] = [
  `${workingDirectory}/config.yaml`,
  authDirectory,
  `${workingDirectory}/logs`,
];

/** The files of a container: its own (`/`) and each mount are file systems, which may be full or read-only. */
export interface Disk {
  /** File systems that take no more, by where they are mounted. */
  readonly full: Set<string>;
  readonly readOnly: Set<string>;
  /** Where the file system that has a path is mounted. */
  readonly mountOf: (path: string) => string;
  /**
   * A path without the links that lead to it, which never lead out of the container; `last`: what it ends on may be
   * one as well, and is followed.
   */
  readonly resolve: (path: string, last?: 'follow') => string;
  /** Where on this machine a path lies, whose links were followed. */
  readonly real: (path: string) => string;
}

const mostLinks = 40;

/** @param directory what stands for the container's `/`. */
export function createDisk(directory: string): Disk {
  const real = (path: string): string => join(directory, posix.resolve('/', path));
  const resolve = (path: string, last?: 'follow', links = mostLinks): string => {
    let at = '/';
    const names = posix.resolve('/', path).split('/').filter(Boolean);
    for (const [index, name] of names.entries()) {
      const next = posix.join(at, name);
      const ends = index === names.length - 1 && last === undefined;
      const leads = ends || links === 0 ? undefined : linkAt(real(next));
      if (leads !== undefined) {
        return resolve(posix.join(posix.resolve(at, leads), ...names.slice(index + 1)), last, links - 1);
      }
      at = next;
    }
    return at;
  };
  return {
    full: new Set(),
    readOnly: new Set(),
    mountOf: path => mountPoints.find(mount => `${path}/`.startsWith(`${mount}/`)) ?? '/',
    resolve,
    real,
  };
}

function linkAt(path: string): string | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isSymbolicLink() === true ? readlinkSync(path) : undefined;
}
