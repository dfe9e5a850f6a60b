import { readdirSync } from 'node:fs';
import { type Disk, pathOf } from './sent-files';

/** Whoever has more to choose from types another letter. */
const MOST = 50;

/** The paths that may be meant by the beginning of one, written as they are to be typed: `/tmp/my\ key.json`. */
export function pathOffers(typed: string, disk: Disk): string[] {
  const cut = typed.lastIndexOf('/') + 1;
  const [folder, beginning] = [typed.slice(0, cut), typed.slice(cut)].map(part =>
    part.replace(/\\(.)/g, '$1'),
  );
  const path = pathOf(folder ?? '', disk);
  if (path === undefined || beginning === undefined) return [];
  return entriesOf(path)
    .filter(({ name }) => name.startsWith(beginning) && (beginning !== '' || !name.startsWith('.')))
    .slice(0, MOST)
    .map(({ name, isFolder }) => typed.slice(0, cut) + escaped(name) + (isFolder ? '/' : ' '));
}

function entriesOf(folder: string): readonly { readonly name: string; readonly isFolder: boolean }[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .map(entry => ({ name: entry.name, isFolder: entry.isDirectory() }))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch {
    return [];
  }
}

function escaped(name: string): string {
  return name.replace(/[\s"'\\]/g, String.raw`\$&`);
}
