import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ConfiguredProgram } from '../program';
import { realPath } from '../program';
import type { Traits } from '../version';

export type Fields = Readonly<Record<string, unknown>>;

/** Fields of an old file that a new login never keeps. */
const tokenFields = new Set([
  ...['access_token', 'refresh_token', 'id_token', 'session_id', 'expired', 'last_refresh'],
  ...['expires_in', 'timestamp', 'token_type', 'user_code', 'verification_uri', 'verification_uri_complete'],
]);

/**
 * Saves a credential as the emulated release does and returns the path as the program says it. Throws with
 * the program's words.
 *
 * @param announced whether the program says beforehand where it will be.
 */
export function saveFile(
  program: ConfiguredProgram,
  name: string,
  fields: Fields,
  announced: boolean,
): string {
  const { behaviour, traits, config, output } = program;
  const path = `${config.authDir}/${name}`;
  if (announced) output.print(`Saving credentials to ${path}\n`);
  if (behaviour.save === 'fail') {
    throw new Error(`failed to create token file: open ${path}: permission denied`);
  }
  const real = realPath(
    behaviour,
    behaviour.save === 'elsewhere' ? `${program.directory}/auths/${name}` : path,
  );
  const old = traits.mergesOldMetadata ? existing(real) : {};
  const text = JSON.stringify(encoded(traits, { ...kept(old), ...fields }));
  try {
    mkdirSync(dirname(real), { recursive: true, mode: 0o700 });
    writeFileSync(real, `${text}\n`);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const why =
      code === 'EACCES' ? 'permission denied' : code === 'ENOSPC' ? 'no space left on device' : String(code);
    throw new Error(`failed to create token file: open ${path}: ${why}`);
  }
  return path;
}

function existing(file: string): Fields {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

function kept(old: Fields): Fields {
  return Object.fromEntries(Object.entries(old).filter(([key]) => !tokenFields.has(key)));
}

/** Later releases encode a Go map, whose keys come sorted; earlier ones a struct, in its own order. */
function encoded(traits: Traits, fields: Fields): Fields {
  if (traits.credential === 'plain') return fields;
  return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
}
