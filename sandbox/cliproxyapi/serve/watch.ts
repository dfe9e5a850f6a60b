import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export type Change = { readonly name: string; readonly operation: 'CREATE' | 'WRITE' | 'REMOVE' };

const everyMs = 50;

/**
 * Watches the credential files of a directory by their content and reports each change. Polls: a pretend
 * container's directory may lie on any file system. Returns how to end it.
 */
export function watchAuthFiles(directory: string, onChange: (change: Change) => void): () => void {
  let known = hashes(directory);
  const timer = setInterval(() => {
    const now = hashes(directory);
    for (const [name, hash] of now) {
      const before = known.get(name);
      // The kernel reports a new file twice: as it appears and as it is written.
      if (before === undefined) onChange({ name, operation: 'CREATE' });
      if (before !== hash) onChange({ name, operation: 'WRITE' });
    }
    for (const name of known.keys()) if (!now.has(name)) onChange({ name, operation: 'REMOVE' });
    known = now;
  }, everyMs);
  return () => clearInterval(timer);
}

/** Watches one file by its content. */
export function watchFile(file: string, onChange: () => void): () => void {
  let known = hash(file);
  const timer = setInterval(() => {
    const now = hash(file);
    if (now !== undefined && now !== known) onChange();
    known = now ?? known;
  }, everyMs);
  return () => clearInterval(timer);
}

function hashes(directory: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of names(directory)) {
    const digest = hash(join(directory, name));
    if (digest !== undefined) found.set(name, digest);
  }
  return found;
}

function names(directory: string): readonly string[] {
  try {
    return readdirSync(directory).filter(name => name.endsWith('.json'));
  } catch {
    return [];
  }
}

/** Undefined for a file that is not there or not written yet. */
function hash(file: string): string | undefined {
  try {
    const content = readFileSync(file);
    return content.length === 0 ? undefined : createHash('sha256').update(content).digest('hex');
  } catch {
    return undefined;
  }
}
