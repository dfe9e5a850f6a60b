import { readdirSync } from 'node:fs';
import type { ConfiguredProgram } from '../program';
import { realPath } from '../program';

/** Which credential files the program knows: every one, or those that it found as it started. */
export function loadedFiles({ behaviour, config }: ConfiguredProgram): (file: string) => boolean {
  if (behaviour.hotLoad) return () => true;
  const found = new Set(readdirSync(realPath(behaviour, config.authDir)));
  return file => found.has(file);
}
