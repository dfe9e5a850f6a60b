import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A part's own directory. Whatever a part leaves behind can be found through it. */
export interface PartDirectory {
  readonly path: string;
  /** Ends what still runs, and removes everything. */
  close(): Promise<void>;
}

/**
 * Makes a directory that is swept when it is closed, and just the same when the test process dies first:
 * the sweeper sits in a session of its own and waits for the end of a pipe that only we hold.
 *
 * It ends the processes named in `*.pid`, then containers that outlived their engine, and takes away what is
 * mounted below the directory, the bridge named in `bridge`, and the directory itself.
 */
export function openDirectory(part: string): PartDirectory {
  const path = mkdtempSync(join(tmpdir(), `real-${part}-`));
  const sweeper = spawn('/bin/sh', ['-c', sweep, 'sweep', path], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const swept = new Promise<void>(resolve => sweeper.once('exit', () => resolve()));
  // A test that forgets to close must not keep the test process alive: its end closes.
  sweeper.unref();
  if (sweeper.stdin instanceof Socket) sweeper.stdin.unref();

  return {
    path,
    async close() {
      sweeper.ref();
      sweeper.stdin.end();
      await swept;
    },
  };
}

const sweep = `
directory=$1
cat >/dev/null

gone() { [ ! -d "/proc/$1" ] || grep -q '^State:.Z' "/proc/$1/status" 2>/dev/null; }
end() {
  kill "$1" 2>/dev/null
  tries=0
  until gone "$1"; do
    tries=$((tries + 1))
    [ "$tries" -lt 200 ] || kill -9 "$1" 2>/dev/null
    [ "$tries" -lt 250 ] || break
    sleep 0.1
  done
}

for file in "$directory"/*.pid; do
  [ -s "$file" ] && end "$(cat "$file")"
done

containerd="$directory/exec/containerd"
if [ -d "$containerd" ]; then
  [ -s "$containerd/containerd.pid" ] && end "$(cat "$containerd/containerd.pid")"
  for process in /proc/[0-9]*; do
    tr '\\0' ' ' <"$process/cmdline" 2>/dev/null | grep -q -- "-address $containerd/" &&
      kill -9 "\${process#/proc/}" 2>/dev/null
  done
  for task in "$containerd"/daemon/io.containerd.runtime.v2.task/moby/*; do
    [ -s "$task/init.pid" ] && kill -9 "$(cat "$task/init.pid")" 2>/dev/null && end "$(cat "$task/init.pid")"
    [ -s "$task/address" ] && rm -f "$(sed 's,^unix://,,' "$task/address")"
    for group in /sys/fs/cgroup/docker /sys/fs/cgroup/*/docker; do
      rmdir "$group/\${task##*/}" 2>/dev/null
    done
  done
fi

[ -s "$directory/bridge" ] && ip link delete "$(cat "$directory/bridge")" 2>/dev/null
grep -o " $directory/[^ ]*" /proc/mounts | sort -r | while read -r mounted; do
  umount -l "$mounted" 2>/dev/null
done
rm -rf --one-file-system "$directory"
`;
