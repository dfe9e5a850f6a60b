import { setTimeout as sleep } from 'node:timers/promises';
import { linesOfLogFile } from '../cliproxy/log-file-lines';
import type { Before } from '../cliproxy/loaded';
import { problemOfManaged } from '../cliproxy/managed-failure';
import {
  forgetManaged,
  managedStatus,
  type ManagedLogin,
  type ManagedStatus,
} from '../cliproxy/managed-login';
import { changedSince, savesSince, type Save } from '../cliproxy/managed-save';
import type { OutputEvent } from '../cliproxy/output';
import { endsOtherLogins } from '../cliproxy/version';
import { problemOf, UserError } from '../errors';
import type { Container } from '../server/server';
import type { LoginRun } from './login-run';
import type { LoginWork } from './work';

/** How long `ok` is asked for what it means: the file, or the news that the callback was handed over. */
const believedWithinMs = 5_000;
const logTail = 5_000;
/** The server's own words for a login that it does not know. */
const unknown = 'unknown or expired state';
const refusals = {
  'no-key': 'missing management key',
  refused: 'invalid management key',
  forbidden: 'remote management disabled',
  'not-found': 'remote management key not set',
} as const;

/** Whether it ends the others that wait, or is ended by them. */
export function mustBeAlone({ version }: ManagedLogin): boolean {
  return version !== undefined && endsOtherLogins(version);
}

/**
 * A login that the server itself runs, asked from time to time how it is. A lost connection does no harm to it. Its
 * `ok` is believed only with a file that no other login has saved: before v7.2.62 a login that is not known, since
 * the server was restarted or another login ended, is `ok` too.
 */
export function followManaged(
  work: LoginWork,
  container: Container,
  login: ManagedLogin,
  look: () => Promise<Before>,
): LoginRun {
  const { management, limits, provider, server, place } = work;
  const { oauthState } = login;
  const ending = new AbortController();
  let isDelivered = false;
  let isForgotten = false;
  let error: string | undefined;
  return {
    events: events(),
    oauthState,
    sideBySide: !mustBeAlone(login),
    delivered: () => (isDelivered = true),
    async end(container) {
      try {
        isForgotten = await forgetManaged(management, container, oauthState);
      } finally {
        ending.abort();
      }
    },
    async why(container, before) {
      const log = await container.logs({ sinceMs: before.lastLineAtMs, tail: logTail });
      const file = await linesOfLogFile(container, place, before.lastLineAtMs);
      const said = [...log.filter(line => line.atMs > before.lastLineAtMs).map(line => line.text), ...file];
      return problemOfManaged({
        error: error ?? unknown,
        said,
        version: login.version,
        provider,
      });
    },
  };

  async function* events(): AsyncGenerator<OutputEvent> {
    yield first();
    for (let goodAtMs = Date.now(), okAtMs = Infinity; !isForgotten;) {
      const isLast = ending.signal.aborted;
      const status = await ask(goodAtMs);
      if (status.kind !== 'unknown') goodAtMs = Date.now();
      if (status.kind === 'ok') {
        okAtMs = Math.min(okAtMs, Date.now());
        const isLate = isLast || Date.now() - okAtMs > believedWithinMs;
        const path = await saved(isLate);
        if (path !== undefined) {
          yield { kind: 'saved', path };
          yield { kind: 'success' };
          return;
        }
        if (isLate) return;
      }
      if (status.kind === 'failed') {
        error = status.error;
        return;
      }
      if (isLast) return;
      await sleep(limits.pollMs, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  }

  function first(): OutputEvent {
    const { link, userCode, withinMs } = login;
    if (provider.redirect !== undefined) return { kind: 'link', link, oauthState };
    return {
      kind: 'device',
      link,
      ...(userCode !== undefined && { userCode }),
      ...(withinMs !== undefined && { withinMs }),
    };
  }

  /** A server that is away for a moment is waited for. */
  async function ask(goodAtMs: number): Promise<ManagedStatus> {
    const isAway = Date.now() - goodAtMs > limits.awayMs;
    try {
      const status = await managedStatus(management, container, oauthState);
      if (status.kind !== 'unknown') return status;
      if (status.state !== 'unavailable') return { kind: 'failed', error: refusals[status.state] };
      if (isAway) throw new UserError(away());
    } catch (problem) {
      if (problemOf(problem) === undefined || isAway) throw problem;
    }
    // It may have been made anew, with another address.
    container = await server.container().catch(() => container);
    return { kind: 'unknown', state: 'unavailable' };
  }

  function away() {
    const seconds = Math.round(limits.awayMs / 1_000);
    return {
      code: 'no-answer',
      server: server.name,
      container: container.name,
      port: place.apiPort,
      seconds,
    } as const;
  }

  /** The file that this login saved. Of those that nobody else has claimed it is the first. */
  async function saved(isLate: boolean): Promise<string | undefined> {
    // Without its callback it cannot have saved anything.
    if (provider.redirect !== undefined && !isDelivered) return undefined;
    const before = await look();
    const told = await savesSince(container, place, before, provider.type);
    return firstClaimed(
      told.length > 0 || !isLate ? told : await changedSince(container, place, before, provider.type),
    );
  }

  async function firstClaimed(saves: readonly Save[]): Promise<string | undefined> {
    for (const { path, mark } of saves) {
      if (await work.claim(`saved ${server.name} ${mark}`)) return path;
    }
    return undefined;
  }
}
