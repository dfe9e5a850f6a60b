import { readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { resolve } from 'node:path';

import { parse } from 'dotenv';

/** What configuration is made from; tests hand in their own. */
export interface Environment {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Names that are written in `.env`, so surely meant for us. */
  readonly inEnvFile: ReadonlySet<string>;
  /** False when there is a `.env` that cannot be read. */
  readonly envFileReadable: boolean;
  readonly home: string;
  readonly user: string;
  /** Relative paths start here. */
  readonly folder: string;
  /** The text of a file; throws when it cannot be read. */
  readonly readFile: (path: string) => string;
}

/** The process's environment and, below it, the `.env` of the working folder. `process.env` is left as it is. */
export function readEnvironment(folder: string = process.cwd()): Environment {
  const file = readEnvFile(resolve(folder, '.env'));
  return {
    variables: { ...file.variables, ...process.env },
    inEnvFile: new Set(Object.keys(file.variables)),
    envFileReadable: file.readable,
    home: homedir(),
    user: process.env['USER'] ?? systemUser(),
    folder,
    readFile: path => readFileSync(path, 'utf8'),
  };
}

function readEnvFile(path: string): { variables: Record<string, string>; readable: boolean } {
  try {
    // Windows editors put a byte order mark first, which would become part of the first name.
    return { variables: parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, '')), readable: true };
  } catch (error) {
    return { variables: {}, readable: isAbsent(error) };
  }
}

function isAbsent(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

/** A user id without a name, as containers often run with, is an error to `userInfo`. */
function systemUser(): string {
  try {
    return userInfo().username;
  } catch {
    return 'root';
  }
}
