import type { CliProxies } from '../cliproxy/cliproxies';
import { restartOurs } from '../cliproxy/our-restart';
import { providers } from '../cliproxy/providers';
import { messageOf, type Problem, type ProblemCode } from '../errors';
import type { Signal } from '../jobs/contracts';
import type { Login, LoginId, LoginState } from '../jobs/login';
import type { Jobs, Stop } from '../jobs/jobs';
import type { Log } from '../log';
import { announce, isOver, tellStatus } from './announce';
import { runLogin } from './run';
import type { SessionEvent } from './session';
import { loginLimits, type LoginLimits } from './work';

/** The time left is rendered anew this often where a platform cannot count down by itself. */
const countdownMs = 60_000;
/** Longer than a login takes from its start to its listening. */
const momentMs = 60_000;
/** Where a server can run logins itself; those that need the program wait for their turn among them. */
const managedAtOnce = 10;
/** Longer than a login that began before another ended can take. */
const claimedMs = 60 * 60_000;

/** Hears of each login that is over: `done`, or the code of its problem; and how long it took. */
export type LoginEnded = (outcome: 'done' | ProblemCode, ms: number) => void;

/**
 * Runs logins: one at a time on each server, and several where a management key lets the server run them itself.
 *
 * @returns how to stop: logins that still run are ended and their requesters told, within a few seconds.
 */
export function workLogins(
  jobs: Jobs,
  proxies: CliProxies,
  log: Log,
  limits: LoginLimits = loginLimits,
  onEnded: LoginEnded = () => undefined,
): Stop {
  const running = new Map<LoginId, (event: SessionEvent) => void>();
  // A cancel can come in the moment between a login's start and its listening.
  const cancelled = new Map<LoginId, SessionEvent>();
  let stopping = false;

  const stopSignals = jobs.onSignal(signal => {
    if (signal.kind !== 'cancel' && signal.kind !== 'delivered') return;
    const event = eventOf(signal);
    if (event.kind === 'stop') {
      cancelled.set(signal.login, event);
      setTimeout(() => cancelled.delete(signal.login), momentMs).unref();
    }
    running.get(signal.login)?.(event);
  });

  const work = async (login: Login, interrupted: boolean): Promise<void> => {
    const { server, place, management } = proxies.known(login.server);
    const startedAtMs = Date.now();
    let countdown: NodeJS.Timeout | undefined;
    let over = false;
    let outcome: 'done' | ProblemCode = 'login-failed';
    try {
      await runLogin(
        {
          login,
          server,
          place,
          management,
          provider: providers[login.provider],
          limits,
          line: () => jobs.line(login.server),
          atOnce: atOnceOn(login.server),
          claim: async what => {
            const earlier = await jobs.claim(what, login.id, claimedMs);
            return earlier === undefined || earlier.by === login.id;
          },
          restart: container => restartOurs(container, jobs, login.server, login.requester.name),
          listen(hear) {
            running.set(login.id, hear);
            const early = stopping ? interruption : cancelled.get(login.id);
            if (early !== undefined) hear(early);
            return () => running.delete(login.id);
          },
          async publish(state) {
            clearInterval(countdown);
            if (over) return;
            over = isOver(state);
            if (state.kind === 'done') outcome = 'done';
            if (state.kind === 'failed') outcome = state.problem.code;
            if (await isCancelled(state, login.id)) return;
            await announce(jobs, login, state);
            if (state.kind === 'waiting' || state.kind === 'confirming')
              countdown = setInterval(() => void tellAgain(login), countdownMs);
          },
        },
        interrupted,
      );
    } catch (error) {
      log.error({ err: error, login: login.id }, 'login failed for a reason nobody foresaw');
      await announce(jobs, login, {
        kind: 'failed',
        problem: { code: 'login-failed', detail: messageOf(error) },
      });
    } finally {
      clearInterval(countdown);
      cancelled.delete(login.id);
      onEnded(outcome, Date.now() - startedAtMs);
    }
  };

  /** One that waited for its turn was told already by whoever cancelled it. */
  const isCancelled = async (state: LoginState, id: LoginId): Promise<boolean> => {
    if (state.kind !== 'failed' || state.problem.code !== 'cancelled') return false;
    const now = await jobs.login(id).catch(() => undefined);
    return now !== undefined && isOver(now.state);
  };

  const atOnceOn = (name: string): number =>
    proxies.known(name).place.managementKey === undefined ? 1 : managedAtOnce;

  const tellAgain = (login: Login): Promise<void> =>
    tellStatus(jobs, login).catch((error: unknown) => {
      log.warn({ err: error, login: login.id }, 'the time left could not be told');
    });

  const stops = proxies.names.map(name => jobs.workLogins(name, work, atOnceOn(name)));

  return async () => {
    stopping = true;
    for (const hear of running.values()) hear(interruption);
    await Promise.all(stops.map(stop => stop()));
    await stopSignals();
  };
}

const interruption: SessionEvent = { kind: 'stop', problem: { code: 'interrupted' } };

function eventOf(signal: Extract<Signal, { kind: 'cancel' | 'delivered' }>): SessionEvent {
  if (signal.kind === 'delivered') return { kind: 'delivered' };
  const problem: Problem = { code: 'cancelled', by: signal.by };
  return { kind: 'stop', problem };
}
