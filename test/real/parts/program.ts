import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Where a real part comes from on Debian, by the program that is needed. */
const packages = {
  'redis-server': 'redis-server',
  sshd: 'openssh-server',
  'ssh-keygen': 'openssh-client',
  dockerd: 'docker.io',
  docker: 'docker.io (docker-cli from Debian 13 on)',
  // The engine runs `ps` to answer what runs in a container.
  ps: 'procps',
  setpriv: 'util-linux',
} as const;

export type PartProgram = keyof typeof packages;

/** Ordinary users of Debian do not have the directories of daemons in their PATH. */
const systemPath = [process.env['PATH'] ?? '', '/usr/sbin', '/sbin'].join(delimiter);

/** The absolute path of a part's program. Throws an Error that names the part and how to get it. */
export function findProgram(program: PartProgram, searchPath = systemPath): string {
  const found = searchPath
    .split(delimiter)
    .filter(directory => directory !== '')
    .map(directory => join(directory, program))
    .find(isExecutable);
  if (found === undefined) {
    throw new Error(
      `${program} is missing: these tests need it. Get it with: apt-get install ${packages[program]}`,
    );
  }
  return found;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
