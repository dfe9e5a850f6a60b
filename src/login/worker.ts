import { readAccounts } from '../cliproxy/accounts';
import { providers } from '../cliproxy/providers';
import { messageOf, UserError, type Problem } from '../errors';
import type { Login, LoginId, Signal } from '../jobs/contracts';
import type { Jobs, Stop } from '../jobs/jobs';
import type { Log } from '../log';
import type { Server } from '../server/server';
import type { Servers } from '../server/servers';
import type { ServerSettings } from '../server/settings';
import { announce, isOver, tellStatus } from './announce';
import { runLogin } from './run';
import type { SessionEvent } from './session';
import { cancelLogin, passCallback } from './tasks';
import { loginLimits, type LoginLimits } from './work';

/** The time left is rendered anew this often where a platform cannot count down by itself. */
const countdownMs = 60_000;
/** Longer than a login takes from its start to its listening. */
const momentMs = 60_000;

/**
 * The worker's part: one login at a time on each server, and the short tasks.
 *
 * @returns how to stop: logins that still run are ended and their requesters told, within a few seconds.
 */
export function startWorker(jobs: Jobs, servers: Servers, log: Log, limits: LoginLimits = loginLimits): Stop {
  const running = new Map<LoginId, (event: SessionEvent) => void>();
  // A cancel can come in the moment between a login's start and its listening.
  const cancelled = new Map<LoginId, SessionEvent>();
  let stopping = false;

  const stopSignals = jobs.onSignal(signal => {
    const event = eventOf(signal);
    if (event.kind === 'stop') {
      cancelled.set(signal.login, event);
      setTimeout(() => cancelled.delete(signal.login), momentMs).unref();
    }
    running.get(signal.login)?.(event);
  });

  const work = async (login: Login, interrupted: boolean): Promise<void> => {
    const { server, settings } = known(servers, login.server);
    let countdown: NodeJS.Timeout | undefined;
    let over = false;
    try {
      await runLogin(
        {
          server,
          place: settings,
          provider: providers[login.provider],
          limits,
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
            await announce(jobs, login, state);
            if (state.kind === 'waiting') countdown = setInterval(() => void tellAgain(login), countdownMs);
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
    }
  };

  const tellAgain = (login: Login): Promise<void> =>
    tellStatus(jobs, login).catch((error: unknown) => {
      log.warn({ err: error, login: login.id }, 'the time left could not be told');
    });

  const stops = [
    ...servers.names.map(name => jobs.workLogins(name, work)),
    jobs.workTasks({
      callback: data => passCallback(jobs, servers, data),
      cancel: data => cancelLogin(jobs, data),
      accounts: data => {
        const { server, settings } = known(servers, data.server);
        return readAccounts(server, settings.authDir);
      },
    }),
  ];

  return async () => {
    stopping = true;
    for (const hear of running.values()) hear(interruption);
    await Promise.all(stops.map(stop => stop()));
    await stopSignals();
  };
}

const interruption: SessionEvent = { kind: 'stop', problem: { code: 'interrupted' } };

function eventOf(signal: Signal): SessionEvent {
  if (signal.kind === 'delivered') return { kind: 'delivered' };
  const problem: Problem = { code: 'cancelled', by: signal.by };
  return { kind: 'stop', problem };
}

function known(
  servers: Servers,
  name: string,
): { readonly server: Server; readonly settings: ServerSettings } {
  const server = servers.get(name);
  const settings = servers.settings(name);
  if (server !== undefined && settings !== undefined) return { server, settings };
  // A bot may know a server that this worker was not told about.
  throw new UserError({ code: 'unknown-server', typed: name, known: servers.names });
}
