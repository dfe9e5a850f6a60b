import type { Disk } from './disk';
import { mountPoints } from './disk';
import { startShell } from './program';
import type { Spawned } from './program';
import { variables } from './settings';
import type { ContainerSettings } from './settings';

/** Programs of every image that are run here, as those of this machine. */
const programs = new Set(['sh', 'mv', 'rm', 'touch', 'sha256sum']);

/**
 * What disks and mounts do to those programs, in their own words. Directories are real, file systems are not: so
 * whoever would be refused is refused here, by the paths that were handed over.
 */
const refusals = `
listed() { case ":$2:" in *":$1:"*) return 0 ;; esac; return 1; }
refuse() { echo "$1: $2" >&2; return 1; }
mv() {
  local to; for to; do :; done
  if listed "$to" "$BUSY"; then refuse "mv: cannot move '$3' to '$to'" 'Device or resource busy'
  elif listed "$to" "$READ_ONLY"; then refuse "mv: cannot move '$3' to '$to'" 'Read-only file system'
  else command mv "$@"; fi
}
rm() {
  local at; for at; do :; done
  [ -e "$at" ] || return 0
  if listed "$at" "$BUSY"; then refuse "rm: cannot remove '$at'" 'Device or resource busy'
  elif listed "$at" "$READ_ONLY"; then refuse "rm: cannot remove '$at'" 'Read-only file system'
  else command rm "$@"; fi
}
touch() {
  local at; for at; do :; done
  if listed "$at" "$READ_ONLY"; then refuse "touch: cannot touch '$at'" 'Read-only file system'
  else command touch "$@"; fi
}
dd() {
  local word from to size
  for word; do case $word in if=*) from=\${word#if=} ;; of=*) to=\${word#of=} ;; esac; done
  size=$(wc -c <"$to")
  if listed "$to" "$READ_ONLY"; then refuse "dd: failed to open '$to'" 'Read-only file system'
  elif listed "$to" "$FULL" && [ "$(wc -c <"$from")" -gt "$size" ]; then
    head -c "$size" "$from" | command dd of="$to" conv=notrunc 2>/dev/null
    refuse "dd: error writing '$to'" 'No space left on device'
  else command dd "$@"; fi
}
`;

/** Starts one of a container's small programs; undefined where it is not known here. */
export function startCommand(
  settings: ContainerSettings,
  disk: Disk,
  argv: readonly string[],
): Spawned | undefined {
  const [program = '', ...args] = argv;
  if (!programs.has(program)) return undefined;
  const text = program === 'sh' && args[0] === '-c' ? args[1] : undefined;
  const [name = program, ...given] = text === undefined ? [program, program, ...args] : args.slice(2);
  const paths = given.filter(word => word.startsWith('/')).map(word => disk.resolve(word));
  const listed = (applies: (path: string) => boolean): string =>
    paths
      .filter(applies)
      .map(path => disk.real(path))
      .join(':');
  return startShell(
    `${refusals}\n${text ?? '"$@"'}`,
    [name, ...given.map(word => (word.startsWith('/') ? disk.real(disk.resolve(word)) : word))],
    {
      cwd: disk.real('/'),
      env: {
        ...variables(settings),
        BUSY: listed(path => mountPoints.includes(path)),
        READ_ONLY: listed(path => disk.readOnly.has(disk.mountOf(path))),
        FULL: listed(path => disk.full.has(disk.mountOf(path))),
      },
      // It speaks of the paths of the container.
      said: chunk => Buffer.from(chunk.toString('latin1').replaceAll(settings.directory, ''), 'latin1'),
    },
  );
}
