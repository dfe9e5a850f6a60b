import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Line, Section, SSHConfig } from 'ssh-config' with { 'resolution-mode': 'import' };

/** The options of one host, by lower-case name. Those that may repeat (`identityfile`) are always lists. */
export type HostOptions = Readonly<Record<string, string | readonly string[]>>;

/** A file of the ssh configuration that is there and cannot be used. The cause says why. */
export class UnreadableConfig extends Error {
  override readonly name = 'UnreadableConfig';

  constructor(
    readonly file: string,
    cause: unknown,
  ) {
    super(`${file} cannot be read`, { cause });
  }
}

// As in OpenSSH's readconf.c.
const DEEPEST_INCLUDE = 16;

/**
 * What an ssh config file says of a host, with the rules of `ssh-config`'s `compute()`; a missing file says
 * nothing. Include is resolved here, since the library leaves it alone: relative to `~/.ssh`, with wildcards,
 * and inside a Host or Match block only where the block applies. `Match exec` is never run.
 *
 * Throws {@link UnreadableConfig}.
 */
export async function readHostOptions(file: string, home: string, host: string): Promise<HostOptions> {
  const library = await import('ssh-config');
  const flat = new library.SSHConfig();

  await append(file, 0);
  return compute(flat);

  function compute(config: SSHConfig): HostOptions {
    return config.compute(host, { ignoreCase: true, matchExec: false });
  }

  async function append(source: string, depth: number): Promise<void> {
    const text = await readOptional(source);
    if (text === undefined) return;
    for (const line of parse(source, text)) {
      if ('config' in line) await appendBlock(line, source, depth);
      else if (isInclude(line)) await include(line, source, depth);
      else flat.push(line);
    }
  }

  // A block is cut at its Include lines, so that what is included takes effect at its place.
  async function appendBlock(block: Section, source: string, depth: number): Promise<void> {
    let part = new library.SSHConfig();
    const flush = (): void => {
      flat.push({ ...block, config: part });
      part = new library.SSHConfig();
    };
    for (const line of block.config) {
      if (!isInclude(line)) {
        part.push(line);
        continue;
      }
      flush();
      if (applies(block)) await include(line, source, depth);
    }
    flush();
  }

  function applies(block: Section): boolean {
    const probe = new library.SSHConfig(...flat);
    probe.push({ ...block, config: library.SSHConfig.parse('x-applies yes') });
    return compute(probe)['x-applies'] !== undefined;
  }

  async function include(line: Line, source: string, depth: number): Promise<void> {
    if (depth >= DEEPEST_INCLUDE) throw new UnreadableConfig(source, new Error('Include goes too deep'));
    for (const pattern of valuesOf(line)) {
      const absolute = absoluteInclude(pattern, home);
      for (const found of await matches(absolute, library.glob)) await append(found, depth + 1);
    }
  }

  function parse(source: string, text: string): SSHConfig {
    try {
      return library.SSHConfig.parse(text);
    } catch (cause) {
      throw new UnreadableConfig(source, cause);
    }
  }
}

function isInclude(line: Line): boolean {
  return 'param' in line && /^include$/i.test(line.param);
}

function valuesOf(line: Line): readonly string[] {
  if (!('value' in line)) return [];
  return typeof line.value === 'string' ? [line.value] : line.value.map(({ val }) => val);
}

function absoluteInclude(pattern: string, home: string): string {
  if (pattern.startsWith('~/')) return path.join(home, pattern.slice(2));
  return path.resolve(home, '.ssh', pattern);
}

async function readOptional(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw new UnreadableConfig(file, cause);
  }
}

/** Files that fit a path with wildcards, in the order of their names, as glob(3) gives them. */
async function matches(
  pattern: string,
  fits: (pattern: string, text: string) => boolean,
): Promise<readonly string[]> {
  let found = ['/'];
  for (const segment of pattern.split('/').filter(Boolean)) {
    const next: string[] = [];
    for (const directory of found) {
      if (!/[*?]/.test(segment)) next.push(path.join(directory, segment));
      else next.push(...(await entries(directory)).filter(visible).map(name => path.join(directory, name)));
    }
    found = next;

    function visible(name: string): boolean {
      return fits(segment, name) && (segment.startsWith('.') || !name.startsWith('.'));
    }
  }
  return found;
}

async function entries(directory: string): Promise<readonly string[]> {
  try {
    return (await readdir(directory)).sort();
  } catch {
    return [];
  }
}

/** Whether a file system call failed because there is no such file. */
export function isMissing(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
