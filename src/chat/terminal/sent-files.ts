import { constants, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../errors';
import type { IncomingFile } from '../platform';
import { wordsOf } from './typed-words';

/** What a path that somebody types is read from. */
export interface Disk {
  readonly workingDirectory: string;
  /** What `~` means. */
  readonly home: string;
}

/** The files that the words of a command name, and the other words as they were typed. */
export interface Sorted {
  readonly files: readonly IncomingFile[];
  readonly rest: string;
}

/**
 * Tells files from words. What clearly is a path is a file even where there is none, so that the answer can say so; a
 * plain word (`ali.json`) is one only where such a file exists.
 */
export function sortWords(words: string, disk: Disk): Sorted {
  const files: IncomingFile[] = [];
  const rest: string[] = [];
  for (const { raw, value } of wordsOf(words)) {
    const path = pathOf(value, disk);
    const isFile =
      path !== undefined && (isPath(value) || (value.includes('.') && sizeOf(path) !== undefined));
    if (isFile) files.push(fileAt(path));
    else rest.push(raw);
  }
  return { files, rest: rest.join(' ') };
}

/** The files that were dropped on the terminal without a command; none when anything else is in the line. */
export function droppedFiles(line: string, disk: Disk): readonly IncomingFile[] {
  const paths = wordsOf(line).map(({ value }) => (isPath(value) ? pathOf(value, disk) : undefined));
  const found = paths.flatMap(path => (path !== undefined && sizeOf(path) !== undefined ? [path] : []));
  return found.length === paths.length ? found.map(fileAt) : [];
}

/** Nobody calls a server or an account so: `/tmp/a`, `~/a`, `./a`, `../a`, `file:///tmp/a`. */
export function isPath(word: string): boolean {
  return /^(?:~?\/|\.\.?\/|file:\/\/\/)/.test(word);
}

/** The path as the system knows it; undefined for what cannot be one. */
export function pathOf(word: string, { workingDirectory, home }: Disk): string | undefined {
  if (word === '' || word.includes('\0')) return undefined;
  if (word.startsWith('file://')) return fromAddress(word);
  return resolve(workingDirectory, word.replace(/^~(?=\/|$)/, home));
}

function fromAddress(address: string): string | undefined {
  try {
    return fileURLToPath(address);
  } catch {
    return undefined;
  }
}

/** Undefined where no file is that this user may see. */
function sizeOf(path: string): number | undefined {
  try {
    const found = statSync(path);
    return found.isFile() ? found.size : undefined;
  } catch {
    return undefined;
  }
}

function fileAt(path: string): IncomingFile {
  return { name: basename(path), sizeBytes: sizeOf(path) ?? 0, read: mostBytes => read(path, mostBytes) };
}

async function read(path: string, mostBytes: number): Promise<Buffer> {
  try {
    // A pipe or a device must not keep anybody waiting.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return await contentOf(file, mostBytes);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code: unknown = typeof error === 'object' && error !== null && Reflect.get(error, 'code');
    throw unreadable(typeof code === 'string' ? code : 'no file');
  }
}

/** It may grow while it is read. */
async function contentOf(file: FileHandle, mostBytes: number): Promise<Buffer> {
  if (!(await file.stat()).isFile()) throw unreadable('no file');
  const room = Buffer.alloc(mostBytes + 1);
  let length = 0;
  for (;;) {
    const { bytesRead } = await file.read(room, length, room.length - length);
    length += bytesRead;
    if (length > mostBytes) throw new UserError({ code: 'import-too-large', mostBytes });
    if (bytesRead === 0) return room.subarray(0, length);
  }
}

function unreadable(detail: string): UserError {
  return new UserError({ code: 'import-unreadable', detail });
}
