import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Command } from './command';

/**
 * Every command in a folder, by file name. A file that holds no command, or one of another name, stops the
 * start with a sentence that says which.
 */
export async function loadCommands(folder: string): Promise<readonly Command[]> {
  const files = readdirSync(folder).filter(file => /\.[jt]s$/.test(file) && !file.endsWith('.d.ts'));
  return Promise.all(
    files.sort().map(async file => {
      const { command } = (await import(join(folder, file))) as { readonly command?: Command };
      const name = basename(file).replace(/\.[jt]s$/, '');
      if (command?.name === name) return command;
      throw new Error(`commands/${file} must export a command called "${name}" (see src/chat/command.ts).`);
    }),
  );
}
