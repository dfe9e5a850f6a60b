import { readFileSync, writeFileSync } from 'node:fs';
import type { RunningProgram } from '../../program';
import { realPath } from '../../program';
import { strategyIn, strategyTraitsOf } from '../strategy';
import type { Version } from '../../version';
import type { Answer, Route } from './management';

/** What a release has of them. */
export function routingRoutes(version: Version): Readonly<Record<string, Route>> {
  if (!strategyTraitsOf(version).managed) return {};
  const set: Route = (program, { body }) => setStrategy(program, body);
  return {
    'GET /routing/strategy': sayStrategy,
    'PUT /routing/strategy': set,
    'PATCH /routing/strategy': set,
  };
}

function sayStrategy({ behaviour, config }: RunningProgram): Answer {
  const known = strategyIn(config.strategy, strategyTraitsOf(behaviour.version));
  return { status: 200, body: { strategy: known ?? config.strategy.trim() } };
}

/** Changes what is configured at once, and saves it with comments and order as they were. */
function setStrategy(program: RunningProgram, body: string): Answer {
  const { behaviour, configFile } = program;
  const value = valueIn(body);
  if (value === undefined) return { status: 400, body: { error: 'invalid body' } };
  const strategy = strategyIn(value, strategyTraitsOf(behaviour.version));
  if (strategy === undefined) return { status: 400, body: { error: 'invalid strategy' } };
  program.config = { ...program.config, strategy };
  try {
    const file = realPath(behaviour, configFile);
    writeFileSync(file, saved(readFileSync(file, 'utf8'), strategy));
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const words =
      { EROFS: 'read-only file system', ENOSPC: 'no space left on device' }[why] ?? 'permission denied';
    return { status: 500, body: { error: `failed to save config: open ${configFile}: ${words}` } };
  }
  return { status: 200, body: { status: 'ok' } };
}

function valueIn(body: string): string | undefined {
  try {
    const asked: unknown = JSON.parse(body);
    const value = typeof asked === 'object' && asked !== null && 'value' in asked ? asked.value : undefined;
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Of plain YAML, as such files are written. */
function saved(text: string, strategy: string): string {
  const written = /^(routing:[^\n]*\n(?:[ \t#][^\n]*\n|\n)*?[ \t]+strategy:[ \t]*)("?)[\w-]*("?)/m;
  if (written.test(text)) return text.replace(written, `$1$2${strategy}$3`);
  const block = /^routing:[ \t]*(#[^\n]*)?\n/m;
  if (block.test(text)) return text.replace(block, line => `${line}  strategy: ${strategy}\n`);
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}routing:\n  strategy: ${strategy}\n`;
}
