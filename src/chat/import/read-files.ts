import { problemOf, UserError, type Problem } from '../../errors';
import type { IncomingFile } from '../platform';

export const mostFiles = 10;
/** No credential is larger. Ten of this size are more than what may be handed over at once. */
const mostBytes = 64 * 1024;
const mostBytesTogether = 256 * 1024;
/** What a person reads of a long name. */
const nameCharacters = 60;

/** A file that a person sent, in memory alone. */
export interface SentFile {
  readonly name: string;
  readonly content: Buffer;
}

/** One that could not be read, or is none. */
export interface UnreadFile {
  readonly name: string;
  readonly problem: Problem;
}

/**
 * Fetches what was sent, one after the other.
 *
 * @throws UserError `import-nothing`, `import-too-many`.
 */
export async function readFiles(files: readonly IncomingFile[]): Promise<readonly (SentFile | UnreadFile)[]> {
  if (files.length === 0) throw new UserError({ code: 'import-nothing' });
  if (files.length > mostFiles) throw new UserError({ code: 'import-too-many', most: mostFiles });
  const read: (SentFile | UnreadFile)[] = [];
  let together = 0;
  for (const file of files) {
    const one = await readOne(file, mostBytesTogether - together);
    if ('content' in one) together += one.content.length;
    read.push(one);
  }
  return read;
}

/** @param room how many bytes there may still be. */
async function readOne(file: IncomingFile, room: number): Promise<SentFile | UnreadFile> {
  const name = shortened(file.name);
  try {
    if (file.sizeBytes > mostBytes) throw new UserError({ code: 'import-too-large', mostBytes });
    const content = await file.read(mostBytes);
    if (content.length <= room) return { name, content };
    throw new UserError({ code: 'import-too-much', mostBytes: mostBytesTogether });
  } catch (error) {
    const problem = problemOf(error);
    if (problem === undefined) throw error;
    return { name, problem };
  }
}

/** The end of a name says more of it. */
function shortened(name: string): string {
  const plain = name.replace(/\p{C}/gu, '').trim() || '…';
  const letters = Array.from(plain);
  return letters.length <= nameCharacters ? plain : `…${letters.slice(1 - nameCharacters).join('')}`;
}
