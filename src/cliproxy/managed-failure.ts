import type { Problem } from '../errors';
import { oneLine } from './one-line';
import type { Provider } from './provider';
import { cannotExchange } from './version';

/** What is known of a login that the server itself gave up. */
export interface ManagedEnding {
  /** What `get-auth-status` said. */
  readonly error: string;
  /** What the server printed and logged since the login began; other logins may be among it. */
  readonly said: readonly string[];
  readonly version: string | undefined;
  readonly provider: Pick<Provider, 'name' | 'waitMs'>;
}

/** Why a login that the server itself began has failed, by its few words (`auth_files_provider_oauth.go`). */
export function problemOfManaged({ error, said, version, provider }: ManagedEnding): Problem {
  // What went wrong with the code that came back is said in the log alone.
  const denied = said.some(line => /Authentication was cancelled or denied|access_denied/.test(line));
  if (/denied/i.test(error)) return { code: 'denied' };
  if (/timeout waiting|timed out|expired token|code expired|device code has expired/i.test(error)) {
    return { code: 'timed-out', minutes: Math.round(provider.waitMs / 60_000) };
  }
  if (/^(?:bad request|authentication failed)$/i.test(error) && denied) return { code: 'denied' };
  if (/^bad request$|state code error|state mismatch|code not found|^authentication failed$/i.test(error)) {
    return { code: 'callback-rejected', detail: oneLine(error) };
  }
  if (/exchange|token response|user info/i.test(error)) {
    return {
      code: 'exchange-failed',
      detail: oneLine(causeIn(error, said)),
      ...(provider.name === 'claude' &&
        version !== undefined &&
        cannotExchange(version) && { outdated: version }),
    };
  }
  if (/failed to save/i.test(error)) return { code: 'save-failed', detail: oneLine(saveIn(error, said)) };
  return { code: 'login-failed', detail: oneLine(error) };
}

function causeIn(error: string, said: readonly string[]): string {
  return (
    said.findLast(line => /token exchange (?:request )?failed/i.test(line))?.replace(logPrefix, '') ?? error
  );
}

function saveIn(error: string, said: readonly string[]): string {
  return said.findLast(line => /failed to save .*token/i.test(line))?.replace(logPrefix, '') ?? error;
}

const logPrefix = /^(?:\[[^\]]*\] )+/;
