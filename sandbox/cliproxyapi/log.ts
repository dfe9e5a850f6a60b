import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { localParts } from './clock';
import type { Output } from './output';
import type { Traits } from './version';

export type Level = 'debug' | 'info' | 'warning' | 'error' | 'fatal';

/** Log lines (`logrus` in the original): prefixed, and sent to a file when the configuration says so. */
export interface Log {
  line(level: Level, source: string, message: string): void;
  /** From now on lines go to `main.log` in this directory and nowhere else. */
  toFile(directory: string): void;
  /** From now on lines of the level `debug` are written too. */
  showDebug(): void;
}

/** A log in the prefix of the emulated release. */
export function createLog(traits: Traits, output: Output): Log {
  let file: string | undefined;
  let debug = false;
  return {
    line: (level, source, message) => {
      if (level === 'debug' && !debug) return;
      const text = `${prefix(traits.logPrefix, level)} [${source}] ${message.trimEnd()}\n`;
      if (file === undefined) output.print(text);
      else appendFileSync(file, text);
    },
    toFile: directory => {
      mkdirSync(directory, { recursive: true, mode: 0o755 });
      file = join(directory, 'main.log');
    },
    showDebug: () => (debug = true),
  };
}

function prefix(kind: Traits['logPrefix'], level: Level): string {
  const { date, time } = localParts(new Date());
  const at = `[${date} ${time}]`;
  if (kind === 'plain') return `${at} [${level}]`;
  if (kind === 'request-id') return `${at} [--------] [${level}]`;
  return `${at} [--------] [${(level === 'warning' ? 'warn' : level).padEnd(5)}]`;
}
