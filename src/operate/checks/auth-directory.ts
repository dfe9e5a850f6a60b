import { posix } from 'node:path';
import type { Check } from '../../jobs/check';
import type { Container, ContainerFile, Server } from '../../server/server';

/** What a login writes there can be read by everybody who may enter the directory. */
const OTHERS = 0o077;

/** Whether the directory is there, and who else may look into it, in the container and on the machine. */
export async function checkAuthDirectory(
  server: Server,
  container: Container,
  path: string,
  files: Promise<readonly ContainerFile[] | undefined>,
): Promise<Extract<Check, { readonly name: 'auth-directory' }>> {
  const hostPath = mountedFrom(container.facts.mounts, path);
  const [found, mode, onHost] = await Promise.all([
    files,
    modeInside(container, path),
    hostPath === undefined ? undefined : server.stat(hostPath),
  ]);
  const modes = [mode, onHost?.mode].filter(each => each !== undefined);
  const isOpen = modes.some(each => (each & OTHERS) !== 0);
  const exists = found !== undefined;
  return {
    name: 'auth-directory',
    outcome: !exists ? 'failed' : isOpen ? 'warning' : 'fine',
    path,
    exists,
    ...(mode !== undefined && { mode }),
    ...(hostPath !== undefined && {
      host: { path: hostPath, ...(onHost !== undefined && { mode: onHost.mode }) },
    }),
  };
}

/** The directory of the machine that is mounted at a path of the container, or above it. */
function mountedFrom(mounts: Readonly<Record<string, string>>, path: string): string | undefined {
  const [at, from] =
    Object.entries(mounts)
      .filter(([destination]) => path === destination || path.startsWith(posix.join(destination, '/')))
      .sort(([one], [other]) => other.length - one.length)[0] ?? [];
  if (at === undefined || from === undefined) return undefined;
  return posix.join(from, posix.relative(at, path));
}

/** Both of CLIProxyAPI's base images have `stat`; where it is missing nothing is known. */
async function modeInside(container: Container, path: string): Promise<number | undefined> {
  const stat = await container.exec(['stat', '-L', '-c', '%a', path]);
  let printed = '';
  for await (const piece of stat.output) printed += piece;
  const [mode] = /^[0-7]{3,4}$/.exec(printed.trim()) ?? [];
  return mode === undefined ? undefined : Number.parseInt(mode, 8);
}
