import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SshSettings } from '../../src/server/settings';

/** A home directory of its own with a `.ssh` in it. */
export interface Home {
  readonly directory: string;
  readonly ssh: SshSettings;
  /** Writes a file below `.ssh` and answers its path. */
  write(name: string, text: string): Promise<string>;
  remove(): Promise<void>;
}

export async function createHome(): Promise<Home> {
  const directory = await mkdtemp(path.join(tmpdir(), 'home-'));
  const below = path.join(directory, '.ssh');
  await mkdir(below);
  return {
    directory,
    ssh: { configFile: path.join(below, 'config'), home: directory, localUser: 'me' },
    write: async (name, text) => {
      const file = path.join(below, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text, { mode: 0o600 });
      return file;
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
