import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import type { RealEngine } from './dockerd';

/** Where the container finds the stand-in's compiled program. */
export const programDirectory = '/opt/cliproxyapi';
export const workingDirectory = '/CLIProxyAPI';
export const authDirectory = '/root/.cli-proxy-api';

/**
 * The program under the name it has in life. `exec -a` gives it that name in the list of processes too, where the
 * script itself would show as `node`.
 */
const launcher = `#!/bin/bash
exec -a /CLIProxyAPI/CLIProxyAPI ${process.execPath} ${programDirectory}/main.js "$@"
`;

/** Directories of programs and libraries that the machine lends to the container. */
const systemDirectories = ['/usr', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];

/** Read-only mounts with which the machine's own node runs in a container. */
export function systemMounts(): readonly string[] {
  const directories = systemDirectories.filter(directory => kindOf(directory) === 'directory');
  const node = dirname(realpathSync(process.execPath));
  if (!directories.some(directory => `${node}/`.startsWith(`${directory}/`))) directories.push(node);
  return directories.map(directory => `${directory}:${directory}:ro`);
}

/** Makes the image in an engine, without any registry, unless it is there. Answers its name. */
export async function makeImage(engine: RealEngine): Promise<string> {
  const present = await engine.docker.listImages({ filters: { reference: [engine.network] } });
  if (present.length === 0) await importImage(engine, engine.network, 'first');
  return engine.network;
}

/** Gives the image another name as well, as a release gets one. Answers that name. */
export async function tagImage(engine: RealEngine, tag: string): Promise<string> {
  await engine.docker.getImage(await makeImage(engine)).tag({ repo: engine.network, tag });
  return `${engine.network}:${tag}`;
}

/** Has a name of the image mean another one from now on, as after `docker pull`. */
export async function importImage(engine: RealEngine, name: string, release: string): Promise<void> {
  const tar = pack();
  for (const path of systemDirectories) {
    const name = path.slice(1);
    if (kindOf(path) === 'link') tar.entry({ name, type: 'symlink', linkname: readlinkSync(path) });
  }
  tar.entry({ name: 'root', type: 'directory', mode: 0o700 });
  tar.entry({ name: authDirectory.slice(1), type: 'directory', mode: 0o700 });
  tar.entry({ name: 'tmp', type: 'directory', mode: 0o1777 });
  tar.entry({ name: 'etc/release' }, release);
  tar.entry({ name: 'etc/passwd' }, 'root:x:0:0:root:/root:/bin/sh\n');
  tar.entry({ name: workingDirectory.slice(1), type: 'directory', mode: 0o755 });
  tar.entry({ name: `${workingDirectory.slice(1)}/CLIProxyAPI`, mode: 0o755 }, launcher);
  tar.finalize();
  const [repo, tag = 'latest'] = name.split(':');
  const answer = await engine.docker.importImage(Readable.from(tar), { repo, tag });
  const said = await text(answer);
  if (said.includes('"errorDetail"')) throw new Error(`the image cannot be made: ${said}`);
}

function kindOf(path: string): 'directory' | 'link' | undefined {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat?.isSymbolicLink() === true) return 'link';
  return stat?.isDirectory() === true ? 'directory' : undefined;
}
