import type { Problem } from '../errors';
import { oneLine } from './one-line';
import type { OutputEvent } from './output';
import { cannotExchange } from './version';

/** What is known of a login program that ended without success. */
export interface Ending {
  readonly server: string;
  readonly program: string;
  /** Where it listens for the callback, if it does. */
  readonly callbackPort: number | undefined;
  /** Everything it printed, and what its log file says where stdout stayed silent. */
  readonly events: readonly OutputEvent[];
  readonly exitCode: number | undefined;
  readonly waitMs: number;
}

/**
 * Why a login failed, from what the program printed. The exit code says little: CLIProxyAPI ends with 0 on
 * most failures (v6.5.59 and newer on nearly all); only 2, 13, 126 and 127 mean something.
 */
export function problemIn(ending: Ending): Problem {
  const { server, events, exitCode } = ending;
  const said = sentences(events);
  const version = events.find(event => event.kind === 'version')?.version;
  const linkWasSeen = events.some(event => event.kind === 'link');
  const find = (pattern: RegExp): string | undefined => said.find(sentence => pattern.test(sentence));

  if (
    ending.callbackPort !== undefined &&
    (exitCode === 13 || find(/required port is already in use/i) !== undefined)
  ) {
    return { code: 'port-in-use', server, port: ending.callbackPort };
  }
  if (find(/OAuth error: cancelled/) !== undefined) return { code: 'cancelled', by: '' };
  if (find(/OAuth error: access_denied/) !== undefined) return { code: 'denied' };
  if (find(/Authentication timed out/) !== undefined) {
    return { code: 'timed-out', minutes: Math.round(ending.waitMs / 60_000) };
  }
  const rejected = find(/OAuth error: |State mismatch/);
  if (rejected !== undefined) return { code: 'callback-rejected', detail: oneLine(rejected) };
  const exchange = find(/Token exchange failed|token exchange failed/);
  if (exchange !== undefined) return exchangeFailed(version, exchange);
  const save = find(/failed to create token file|auth filestore/);
  if (save !== undefined) return { code: 'save-failed', detail: oneLine(save) };
  const config = find(/failed to load config|failed to create auth directory/);
  if (config !== undefined) return { code: 'program-config', server, detail: oneLine(config) };
  if (exitCode === 2 && find(/flag provided but not defined/) !== undefined) {
    return { code: 'program-too-old', server, ...(version !== undefined && { version }) };
  }
  if (exitCode === 126 || exitCode === 127)
    return { code: 'program-missing', server, program: ending.program };
  if (find(/Authentication failed\. Please try again/) !== undefined && linkWasSeen) {
    return exchangeFailed(version, undefined);
  }
  const detail = said.at(-1);
  if (!linkWasSeen)
    return { code: 'no-link', server, ...(detail !== undefined && { detail: oneLine(detail) }) };
  return {
    code: 'login-failed',
    ...(detail !== undefined && { detail: oneLine(detail) }),
    ...(exitCode !== undefined && { exitCode }),
  };
}

/** The error sentences among the output; other lines only where there is no such sentence. */
function sentences(events: readonly OutputEvent[]): readonly string[] {
  const errors = events.flatMap(event => {
    if (event.kind === 'failure') return [event.detail];
    return event.kind === 'log' && /^(?:err|fatal|panic)/.test(event.level) ? [event.message] : [];
  });
  const lines = events.flatMap(event => (event.kind === 'line' ? [event.text] : []));
  return [...lines.filter(line => /failed|error|flag provided|not found|no such/i.test(line)), ...errors];
}

function exchangeFailed(version: string | undefined, sentence: string | undefined): Problem {
  return {
    code: 'exchange-failed',
    ...(sentence !== undefined && { detail: oneLine(sentence) }),
    ...(version !== undefined && cannotExchange(version) && { outdated: version }),
  };
}
