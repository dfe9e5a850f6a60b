import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import type { ContainerFile } from '../server';

// Docker also writes the kind of file into the mode.
const PERMISSION_BITS = 0o7777;

/** What an archive of one path of a container holds. */
export interface Archive {
  readonly files: readonly ContainerFile[];
  /** Where the path points when it is itself a symbolic link; there are no files then. */
  readonly linksTo?: string;
}

/**
 * Reads the tar stream that Docker gives for `asked`, an absolute path. Only regular files count; of each at
 * most `maxFileBytes` are kept. Throws when the stream breaks.
 */
export async function readArchive(
  tar: NodeJS.ReadableStream,
  asked: string,
  maxFileBytes: number,
): Promise<Archive> {
  const parent = path.posix.dirname(asked);
  const files: ContainerFile[] = [];
  let linksTo: string | undefined;
  const entries = extract();

  // Both at once: the pipeline feeds, the loop drains.
  await Promise.all([pipeline(tar, entries), collect()]);
  return linksTo === undefined ? { files } : { files, linksTo };

  async function collect(): Promise<void> {
    for await (const entry of entries) {
      const { header } = entry;
      const place = path.posix.join(parent, header.name);
      if (header.type === 'symlink' && place === asked && header.linkname !== '') {
        linksTo = path.posix.resolve(parent, header.linkname);
      }
      const content = await firstBytes(entry, maxFileBytes);
      if (header.type !== 'file' && header.type !== 'contiguous-file') continue;
      files.push({
        path: place,
        modifiedAtMs: header.mtime.getTime(),
        sizeBytes: header.size,
        mode: header.mode & PERMISSION_BITS,
        content,
      });
    }
  }
}

/** Reads an entry to its end, as the archive demands, and keeps its beginning. */
async function firstBytes(entry: AsyncIterable<unknown>, most: number): Promise<Buffer> {
  const kept: Buffer[] = [];
  let length = 0;
  for await (const chunk of entry) {
    if (!Buffer.isBuffer(chunk)) continue;
    if (length < most) kept.push(chunk.subarray(0, most - length));
    length += chunk.length;
  }
  return Buffer.concat(kept);
}
