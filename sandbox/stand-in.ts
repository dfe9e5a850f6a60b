import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const source = join(__dirname, 'cliproxyapi');

/**
 * The stand-in's main file, to be run by Node. Where this runs from TypeScript (under jest) the stand-in is
 * compiled first, once for each state of its source.
 */
export async function standInProgram(): Promise<string> {
  if (__filename.endsWith('.js')) return join(source, 'main.js');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(name =>
    name.endsWith('.ts'),
  );
  const texts = files.sort().map(name => ({ name, text: readFileSync(join(source, name), 'utf8') }));
  const hash = createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 16);
  const built = join(__dirname, '..', 'node_modules', '.cache', 'cliproxy-stand-in', hash);
  if (!existsSync(built)) await compile(texts, built);
  return join(built, 'main.js');
}

async function compile(
  texts: readonly { readonly name: string; readonly text: string }[],
  target: string,
): Promise<void> {
  const { transform } = await import('@swc/core');
  mkdirSync(dirname(target), { recursive: true });
  const building = mkdtempSync(`${target}-`);
  for (const { name, text } of texts) {
    const { code } = await transform(text, {
      filename: name,
      swcrc: false,
      sourceMaps: 'inline',
      jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
      module: { type: 'commonjs' },
    });
    const file = join(building, name.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, code);
  }
  try {
    renameSync(building, target);
  } catch (error) {
    // Another process was faster; its build is the same.
    rmSync(building, { recursive: true });
    if (!existsSync(target)) throw error;
  }
}
