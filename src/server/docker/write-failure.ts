import { UserError } from '../../errors';
import { redact } from '../../redact';
import type { Outcome } from './run';

/** A file of a container, as problems name it. */
export interface Written {
  readonly server: string;
  readonly path: string;
}

const MOST_CHARACTERS = 200;

/** What Docker, or a program of the container, said when a file could not be written, as a problem. */
export function writeFailure({ server, path }: Written, words: string, cause?: unknown): UserError {
  if (/no space left on device|quota exceeded/i.test(words)) {
    return new UserError({ code: 'disk-full', server, path }, cause);
  }
  if (/read-only file system|is marked read-only/i.test(words)) {
    return new UserError({ code: 'read-only', server, path }, cause);
  }
  return new UserError({ code: 'write-failed', server, path, detail: oneLine(words) }, cause);
}

/** The words in one line that is not long, without secrets and what `dd` tells of every run. */
export function oneLine(words: string): string {
  const said = words.replace(/^(?:\d+\+\d+ records (?:in|out)|\d+ bytes .*copied.*)$/gm, '');
  const line = redact(said).replace(/\s+/g, ' ').trim();
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS - 1)}…` : line;
}

/** A program whose end nobody saw: it may have done what it should, or do it yet. */
export function unknownEnd({ server }: Pick<Written, 'server'>): UserError {
  return new UserError({ code: 'docker-failed', server, detail: 'no word of how the write ended' });
}

/** What a program said that did not do what it should; some say nothing. */
export function wordsOf({ exitCode, output }: Outcome): string {
  return output.trim() === '' ? `exit code ${exitCode ?? '?'}` : output;
}
