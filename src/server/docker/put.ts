import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { tarOf } from './tar';
import type { Ways } from './ways';
import { unknownEnd, wordsOf, writeFailure } from './write-failure';

/**
 * Moves what was uploaded (`$1`) to its place (`$2`) if it is whole, and takes it away otherwise: also when the
 * connection is lost meanwhile. It gets its time here, by the server's clock.
 */
const moveWhenWhole = `
move() {
  [ "$(sha256sum <"$1")" = "$3  -" ] || { echo "sha256sum: $1: FAILED"; return 1; }
  [ ! -d "$2" ] || { echo "mv: $2: Is a directory"; return 1; }
  touch -- "$1" && mv -f -- "$1" "$2"
}
move "$@" && exit 0
rm -f -- "$1"
exit 1`;

/**
 * Puts a file there, whole or not at all. Throws EngineRefusal, UserError `connection-lost`, `docker-failed` and those
 * of {@link writeFailure}; with these last what was there is there, with the others either may be.
 */
export async function putFile(ways: Ways, place: string, content: Buffer, mode: number): Promise<void> {
  const directory = path.posix.dirname(place);
  // Hidden, and no .json: the program takes no notice of it.
  const name = `.incoming-${randomBytes(6).toString('hex')}`;
  const uploaded = path.posix.join(directory, name);
  try {
    await ways.unpack(directory, await tarOf([{ name, content, mode }], await ways.owner()));
    const argv = ['sh', '-c', moveWhenWhole, 'sh', uploaded, place, sha256(content)];
    await mustDo(ways, place, argv);
  } catch (error) {
    // Half of it may lie there, and half a credential is a secret too.
    await ways.run(['rm', '-f', '--', uploaded]).catch(() => undefined);
    throw error;
  }
}

/** Removes a file. Throws as {@link putFile} does. */
export async function removeFile(ways: Ways, place: string): Promise<void> {
  await mustDo(ways, place, ['rm', '-f', '--', place]);
}

async function mustDo(ways: Ways, place: string, argv: readonly string[]): Promise<void> {
  const outcome = await ways.run(argv);
  if (outcome.exitCode === undefined) throw unknownEnd(ways);
  if (outcome.exitCode !== 0) throw writeFailure({ server: ways.server, path: place }, wordsOf(outcome));
}

/** As `sha256sum` writes it. */
export function sha256(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
