// What was built, as the program itself loads it.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

export const load = createRequire(join(root, 'dist', 'src', 'main.js'));
/** Where the pictures lie. */
export const docs = join(root, 'docs');
