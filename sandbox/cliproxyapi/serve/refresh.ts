import { readdirSync } from 'node:fs';
import { behaviourNow } from '../behaviour';
import type { ConfiguredProgram } from '../program';
import { realPath } from '../program';

const model = 'claude-sonnet-4-5-20250929';
/** `RefreshTokensWithRetry(…, 3)` */
const attempts = 3;
const answer =
  'token refresh failed with status 400: ' +
  '{"error": "invalid_grant", "error_description": "Refresh token not found or invalid"}';

/**
 * Looks after the tokens now and from time to time, and tells what it meets once. Of a refresh that fails the log
 * does not say whose it was; of an account that is left alone only a log with `debug: true` says it. Returns how to
 * end it.
 */
export function refreshTokens(program: ConfiguredProgram): () => void {
  const told = new Set<string>();
  const look = (): void => {
    const { refreshFails, cooling } = behaviourNow();
    const files = claudeFiles(realPath(program.behaviour, program.config.authDir));
    const isNews = (what: string): boolean => !told.has(what) && told.add(what).has(what);
    for (const file of files) {
      if (refreshFails.includes(file) && isNews(`refresh ${file}`)) tellRefresh(program);
      if (cooling.includes(file) && isNews(`cooling ${file}`)) {
        program.log.line(
          'debug',
          'model_registry.go:497',
          `Suspended client ${file} for model ${model}: quota`,
        );
      }
    }
    const allCool = files.length > 0 && files.every(file => cooling.includes(file));
    if (allCool && isNews(`all cooling ${files.join(' ')}`)) {
      const message = `All credentials for model ${model} are cooling down via provider claude`;
      program.log.line('warning', 'handlers.go:312', message);
    }
  };
  look();
  const timer = setInterval(look, program.behaviour.refreshEveryMs);
  return () => clearInterval(timer);
}

function tellRefresh({ log }: ConfiguredProgram): void {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    log.line('warning', 'anthropic_auth.go:318', `Token refresh attempt ${attempt} failed: ${answer}`);
  }
}

function claudeFiles(directory: string): readonly string[] {
  return readdirSync(directory).filter(name => /^claude-.*\.json$/.test(name));
}
