import { readdirSync } from 'node:fs';
import type { Config } from '../config';
import type { Version } from '../version';
import { since } from '../version';

/** How many credential files lie in a directory and below it: every `*.json` counts, disabled ones too. */
export function countAuthFiles(directory: string): number {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true }).filter(
      entry => entry.isFile() && entry.name.toLowerCase().endsWith('.json'),
    ).length;
  } catch {
    return 0;
  }
}

/** The line `server clients and configuration updated: …` in a release's own words. */
export function updatedLine(version: Version, authFiles: number, { keys }: Config): string {
  const head = 'server clients and configuration updated: ';
  if (!since(version, '5.1.9')) return `${head}${authFiles} clients`;
  return (
    head +
    sum([
      [authFiles, since(version, '6.6.80') ? 'auth entries' : 'auth files'],
      [keys.gemini, geminiLabel(version)],
      ...(since(version, '7.2.51') ? [[keys.interactions, 'Interactions API keys'] as const] : []),
      [keys.claude, 'Claude API keys'],
      [keys.codex, 'Codex keys'],
      ...(since(version, '7.2.73') ? [[keys.xai, 'xAI keys'] as const] : []),
      ...(since(version, '6.5.32') ? [[keys.vertex, 'Vertex-compat'] as const] : []),
      [keys.openai, 'OpenAI-compat'],
    ])
  );
}

/** The line `full client load complete - …`; releases before v5.1.9 have none. */
export function loadCompleteLine(version: Version, authFiles: number, { keys }: Config): string | undefined {
  if (!since(version, '5.1.9')) return undefined;
  return (
    'full client load complete - ' +
    sum([
      [authFiles, 'auth files'],
      [keys.gemini, geminiLabel(version)],
      ...(since(version, '6.5.32') ? [[keys.vertex, 'Vertex API keys'] as const] : []),
      [keys.claude, 'Claude API keys'],
      [keys.codex, 'Codex keys'],
      ...(since(version, '7.2.73') ? [[keys.xai, 'xAI keys'] as const] : []),
      [keys.openai, 'OpenAI-compat'],
    ])
  );
}

function geminiLabel(version: Version): string {
  return since(version, '6.3.2') ? 'Gemini API keys' : 'GL API keys';
}

function sum(parts: readonly (readonly [number, string])[]): string {
  const total = parts.reduce((clients, [count]) => clients + count, 0);
  return `${total} clients (${parts.map(([count, label]) => `${count} ${label}`).join(' + ')})`;
}
