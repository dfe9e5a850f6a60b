import { messageOf, problemOf } from '../../errors';
import type { Problem } from '../../errors';
import type { Log } from '../../log';
import type { Bull } from '../bull';
import type { Login, LoginId } from '../login';
import type { Stop } from '../jobs';
import type { LoginLine } from './login-line';
import { isOver, loginOf, loginQueue } from './login-record';
import type { LoginJob } from './login-record';
import { NEVER_GIVEN_UP } from '../store';

/** A login whose worker died is taken up this often; one that kills its worker again is left. */
const MAX_INTERRUPTIONS = 1;
/** Longer than a lock lives: then the job has come to another worker, which ends the login instead. */
const END_PATIENCE_MS = 60_000;

export type LoginHandler = (login: Login, interrupted: boolean) => Promise<void>;

/** Runs the logins of servers, so many at a time each, and sees to it that every one ends with its last word said. */
export class LoginWorkers {
  private readonly running = new Map<LoginId, Promise<void>>();

  constructor(
    private readonly bull: Bull,
    private readonly line: LoginLine,
    /** Has a login's status message show its end. */
    private readonly told: (login: Login) => Promise<void>,
    private readonly log: Log,
  ) {}

  work(server: string, handler: LoginHandler, atOnce = 1): Stop {
    const { store } = this.bull;
    return this.bull.work<Login, null>(
      loginQueue(server),
      (job, stopping) => this.take(job, handler, stopping),
      {
        concurrency: atOnce,
        // The count is kept here, where the login's state can be written as well.
        maxStalledCount: NEVER_GIVEN_UP,
        // The embedded store is one process anyway, and BullMQ polls PostgreSQL hot while a cap is reached.
        ...(store.shared && {
          before: backend => backend.setQueueMeta({ concurrency: atOnce }).then(() => undefined),
        }),
      },
    );
  }

  private async take(job: LoginJob, handler: LoginHandler, stopping: AbortSignal): Promise<null> {
    const login = loginOf(job);
    // After a long outage a login can come again while it still runs here: it goes on, and is not doubled.
    const earlier = this.running.get(login.id);
    const run = earlier ?? this.run(login, job.stalledCounter, handler, stopping);
    this.running.set(login.id, run);
    await run.finally(() => this.running.delete(login.id));
    return null;
  }

  private async run(
    login: Login,
    interruptions: number,
    handler: LoginHandler,
    stopping: AbortSignal,
  ): Promise<void> {
    if (isOver(login.state)) return;
    if (interruptions > MAX_INTERRUPTIONS) {
      await this.end(login, { code: 'interrupted' }, stopping);
      return;
    }
    let problem: Problem = { code: 'login-failed' };
    try {
      await handler(login, interruptions > 0);
    } catch (error) {
      problem = problemOf(error) ?? problem;
      this.log.error({ login: login.id, err: error }, 'a login ended by a fault');
    }
    await this.end(login, problem, stopping);
  }

  /** A login that is not over yet is over now: nothing of its link may stay in the store. */
  private async end(login: Login, problem: Problem, stopping: AbortSignal): Promise<void> {
    const ended = await this.line.endUnlessOver(login.id, problem, {
      forMs: END_PATIENCE_MS,
      until: stopping,
    });
    if (!ended) return;
    await this.told(login).catch((error: unknown) => {
      this.log.warn({ login: login.id, reason: messageOf(error) }, 'the end of a login could not be told');
    });
  }
}
