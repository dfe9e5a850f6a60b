import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { behaviourNow } from '../../behaviour';
import type { ConfiguredProgram } from '../../program';
import { realPath } from '../../program';
import { accountState } from '../account-state';
import { modelsOf } from './models';

/** A credential that is loaded and enabled, or a key of the configuration. */
export interface Client {
  readonly type: string;
  readonly models: readonly string[];
  /** `refused`: its provider did not take it, which nothing but a login changes. */
  readonly state: 'fine' | 'cooling' | 'refused';
}

/** Everything that could serve a request now. */
export function clientsOf(
  program: ConfiguredProgram,
  isLoaded: (file: string) => boolean,
): readonly Client[] {
  const { behaviour, config } = program;
  const now = behaviourNow();
  const directory = realPath(behaviour, config.authDir);
  const files = readdirSync(directory).filter(name => name.endsWith('.json') && isLoaded(name));
  const client = (type: string, state: Client['state']): Client => {
    return { type, models: modelsOf(type, behaviour.version), state };
  };
  return [
    ...files.flatMap(file => {
      const { type, disabled } = contentOf(join(directory, file));
      if (typeof type !== 'string' || type === '' || disabled === true) return [];
      const { next_retry_after: nextRetry, unavailable = false } = accountState(now, file);
      return [client(type, nextRetry !== undefined ? 'cooling' : unavailable ? 'refused' : 'fine')];
    }),
    ...config.claudeKeys.map(() => client('claude', 'fine')),
  ];
}

function contentOf(file: string): { readonly type?: unknown; readonly disabled?: unknown } {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof content === 'object' && content !== null ? content : {};
  } catch {
    return {};
  }
}
