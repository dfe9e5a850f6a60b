import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';

export interface TarFile {
  readonly name: string;
  readonly content: Buffer;
  /** Unix permission bits. */
  readonly mode: number;
}

export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** An archive of some files, in a directory of that name that only their owner may enter where one is named. */
export async function tarOf(files: readonly TarFile[], owner: Owner, directory?: string): Promise<Buffer> {
  const tar = pack();
  const [mtime, place] = [new Date(), directory === undefined ? '' : `${directory}/`];
  if (place !== '') tar.entry({ name: place, type: 'directory', mode: 0o700, mtime, ...owner });
  for (const { name, content, mode } of files) {
    tar.entry({ name: place + name, mode, mtime, ...owner }, content);
  }
  tar.finalize();
  return await buffer(tar);
}
