import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { UserError } from '../../errors';
import { EngineRefusal } from './engine';
import { sha256 } from './put';
import { tarOf } from './tar';
import type { Ways } from './ways';
import { oneLine, unknownEnd, wordsOf, writeFailure } from './write-failure';

const CHANGED = 60;
const LOST = 62;

/**
 * Writes `$1/new` into `$2` if that is still what `$1/old` is, each with its checksum and size after it. The file is
 * overwritten where it lies and cut to size afterwards, never emptied first: a disk that is full then has room for
 * what was there, which is put back. Where even that fails the directory stays, and the command that helps is said.
 * Of two of us the second waits, where the image has a lock to wait for, and finds it changed.
 */
const overwrite = `
room=$1 target=$2 new=$3 newSize=$4 old=$5 oldSize=$6
trap 'rm -rf -- "$room"' EXIT
is() { [ "$(sha256sum <"$1")" = "$2  -" ]; }
write() { dd if="$1" of="$target" bs=1048576 conv=notrunc,fsync && truncate -s "$2" "$target"; }
is "$room/new" "$new" && is "$room/old" "$old" || { echo "sha256sum: $room: FAILED"; exit 61; }
[ -e "$target" ] || exit ${CHANGED}
exec 9<"$target" || exit 61
flock 9 2>/dev/null
now=$(sha256sum <"$target") || exit 61
[ "$now" = "$old  -" ] || exit ${CHANGED}
if write "$room/new" "$newSize"; then
  is "$target" "$new" && exit 0
  exit ${CHANGED}
fi
is "$target" "$old" && exit 61
write "$room/old" "$oldSize" && is "$target" "$old" && exit 61
trap - EXIT
echo "cp $room/old $target"
exit ${LOST}`;

/**
 * Writes into a file that stays the same one, if it still holds `was`. Throws EngineRefusal, UserError
 * `connection-lost`, `docker-failed`, `file-changed` and those of {@link writeFailure}.
 */
export async function rewriteFile(ways: Ways, place: string, was: Buffer, content: Buffer): Promise<void> {
  const room = await upload(ways, place, was, content);
  const facts = [content, was].flatMap(each => [sha256(each), String(each.length)]);
  const told = { server: ways.server, path: place };
  const outcome = await ways.run(['sh', '-c', overwrite, 'sh', room, place, ...facts]);
  if (outcome.exitCode === undefined) throw unknownEnd(ways);
  if (outcome.exitCode === CHANGED) throw new UserError({ code: 'file-changed', ...told });
  if (outcome.exitCode === LOST) {
    throw new UserError({ code: 'write-failed', ...told, detail: oneLine(wordsOf(outcome)) });
  }
  if (outcome.exitCode !== 0) throw writeFailure(told, wordsOf(outcome));
}

/**
 * Lays both contents down in a directory of their own, beside the file or, where the image is read-only, in whatever
 * mount can be written to: that of the credentials can. Answers its path.
 */
async function upload(ways: Ways, place: string, was: Buffer, content: Buffer): Promise<string> {
  // Hidden, and no .json: the program takes no notice of it.
  const name = `.rewrite-${randomBytes(6).toString('hex')}`;
  const files = [
    { name: 'new', content, mode: 0o600 },
    { name: 'old', content: was, mode: 0o600 },
  ];
  const tar = await tarOf(files, await ways.owner(), name);
  const refusals: EngineRefusal[] = [];
  for (const directory of [path.posix.dirname(place), ...ways.mounts]) {
    const room = path.posix.join(directory, name);
    try {
      await ways.unpack(directory, tar);
      return room;
    } catch (error) {
      await ways.run(['rm', '-rf', '--', room]).catch(() => undefined);
      if (!(error instanceof EngineRefusal)) throw error;
      refusals.push(error);
    }
  }
  throw refusals[0] ?? new Error(`there is no room beside ${place}`);
}
