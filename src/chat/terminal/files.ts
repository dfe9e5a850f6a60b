import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AttachedFile } from '../platform';
import { type Look, clean } from './text';

/** More lines than this would push away what the person was reading. */
const LONGEST_SHOWN = 60;

/** Files, for somebody who can read but not open anything in a terminal. */
export interface Files {
  /** The lines that stand for a message's file: what is in it, or where it was put. Throws what the disk says. */
  show(message: string, file: AttachedFile): readonly string[];
}

/**
 * Text is printed as it is, unless somebody sits there and it is long; everything else goes to the disk, where only
 * this user can read it. `folder` is where a folder of our own is made, with the first file.
 */
export function createFiles(folder: string, isTty: boolean, look: Look): Files {
  let own: string | undefined;
  return {
    show: (message, file) => {
      if (file.kind === 'text') {
        const lines = clean(Buffer.from(file.bytes).toString('utf8')).trimEnd().split('\n');
        if (!isTty || lines.length <= LONGEST_SHOWN) return lines.map(line => line && look.code(line));
      }
      own ??= mkdtempSync(join(folder, 'cliproxy-chatops-'));
      const path = join(own, `${message}-${file.name.replaceAll(/[^\w.-]/g, '_')}`);
      writeFileSync(path, file.bytes, { mode: 0o600 });
      return [`${clean(file.description)}: ${look.code(path)}`];
    },
  };
}
