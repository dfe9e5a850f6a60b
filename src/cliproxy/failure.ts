import type { Problem } from '../errors';
import { oneLine } from './one-line';
import type { OutputEvent } from './output';
import type { Provider } from './provider';
import { cannotExchange } from './version';

/** In the words of most, then of Antigravity, whose callback server knows no other way to fail. */
const cancelled = /(?:OAuth error|antigravity: authentication failed): cancelled/;
/** Then in those of Kimi and xAI. */
const denied =
  /(?:OAuth error|antigravity: authentication failed): access_denied|access denied by user|device authorization denied/;
/** A callback that did not come, Codex' and the others' codes. */
const timedOut = /authentication timed out|device code expired/i;

/** What is known of a login program that ended without success. */
export interface Ending {
  readonly server: string;
  readonly program: string;
  readonly provider: Provider;
  /** Everything it printed, and what its log file says where stdout stayed silent. */
  readonly events: readonly OutputEvent[];
  readonly exitCode: number | undefined;
}

/**
 * Why a login failed, from what the program printed. The exit code says little: CLIProxyAPI ends with 0 on
 * most failures (v6.5.59 and newer on nearly all); only 2, 13, 126 and 127 mean something.
 */
export function problemIn(ending: Ending): Problem {
  const { server, provider, events, exitCode } = ending;
  const said = sentences(events);
  const version = events.find(event => event.kind === 'version')?.version;
  const linkWasSeen = events.some(({ kind }) => kind === 'link' || kind === 'device');
  const port = provider.redirect?.port;
  const find = (pattern: RegExp): string | undefined => said.find(sentence => pattern.test(sentence));

  // Antigravity ends with 0 then too.
  if (
    port !== undefined &&
    (exitCode === 13 || find(/(?:port|address) (?:is )?already in use/i) !== undefined)
  ) {
    return { code: 'port-in-use', server, port };
  }
  if (port === undefined && events.some(({ kind }) => kind === 'link')) {
    return { code: 'no-device-login', server, ...(version !== undefined && { version }) };
  }
  if (find(cancelled) !== undefined) return { code: 'cancelled', by: '' };
  if (find(denied) !== undefined) return { code: 'denied' };
  if (find(timedOut) !== undefined) {
    return { code: 'timed-out', minutes: Math.round(waitedMs(ending) / 60_000) };
  }
  const rejected = find(
    /OAuth error: |State mismatch|antigravity: (?:invalid state|missing authorization code)/,
  );
  if (rejected !== undefined) return { code: 'callback-rejected', detail: oneLine(rejected) };
  const exchange = find(/Token exchange failed|token exchange failed/);
  if (exchange !== undefined) return exchangeFailed(ending, version, exchange);
  const save = find(/failed to create token file|auth filestore/);
  if (save !== undefined) return { code: 'save-failed', detail: oneLine(save) };
  const config = find(/failed to load config|failed to create auth directory/);
  if (config !== undefined) return { code: 'program-config', server, detail: oneLine(config) };
  if (exitCode === 2 && find(/flag provided but not defined/) !== undefined) {
    return {
      code: 'program-too-old',
      server,
      ...(version !== undefined && { version }),
      ...(provider.name !== 'claude' && {
        login: { provider: provider.name, flag: provider.flag, since: provider.since },
      }),
    };
  }
  if (exitCode === 126 || exitCode === 127)
    return { code: 'program-missing', server, program: ending.program };
  if (find(/Authentication failed\. Please try again/) !== undefined && linkWasSeen) {
    return exchangeFailed(ending, version, undefined);
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

/** How long the person had; a code may be good for less time than the program would wait. */
function waitedMs({ provider, events }: Ending): number {
  const within = events.flatMap(event => (event.kind === 'device' ? (event.withinMs ?? []) : []));
  return Math.min(provider.waitMs, ...within);
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

function exchangeFailed(
  { provider }: Ending,
  version: string | undefined,
  sentence: string | undefined,
): Problem {
  return {
    code: 'exchange-failed',
    ...(sentence !== undefined && { detail: oneLine(sentence) }),
    ...(provider.name === 'claude' &&
      version !== undefined &&
      cannotExchange(version) && { outdated: version }),
  };
}
