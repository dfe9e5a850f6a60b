import { EventEmitter, on } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { seeLoaded, type Before } from '../cliproxy/loaded';
import { messageOf, problemOf, UserError, type Problem } from '../errors';
import type { Container } from '../server/server';
import type { LoginRun } from './login-run';
import { newCodeSession, newSession, step, type Effect, type Session, type SessionEvent } from './session';
import type { LoginWork } from './work';

/** How long the last words of a login that was ended are waited for. */
const lastWordsMs = 3_000;
const reconnectPauseMs = 2_000;

/** One run of a login: feeds the session with what happens and carries its effects out. */
export class Attempt {
  readonly #work: LoginWork;
  readonly #start: () => Promise<LoginRun>;
  readonly #look: () => Promise<Before>;
  readonly #endedOrphan: boolean;
  readonly #inbox = new EventEmitter();
  #container: Container;
  #session: Session;
  #deadline: NodeJS.Timeout | undefined;
  #unpublished: Problem | undefined;

  /** `look` looks once, however often it is called. */
  constructor(
    work: LoginWork,
    container: Container,
    start: () => Promise<LoginRun>,
    look: () => Promise<Before>,
    endedOrphan: boolean,
  ) {
    this.#work = work;
    this.#container = container;
    this.#start = start;
    this.#look = look;
    this.#endedOrphan = endedOrphan;
    this.#session = work.provider.redirect === undefined ? newCodeSession : newSession;
  }

  /** @returns a problem that was not published, because the caller may mend it: `port-in-use`. */
  async run(): Promise<Problem | undefined> {
    const closing = new AbortController();
    const events = on(this.#inbox, 'event', { signal: closing.signal }) as AsyncIterable<[SessionEvent]>;
    const unlisten = this.#work.listen(event => this.#hear(event));
    let run: LoginRun | undefined;
    try {
      run = await this.#start();
      this.#limit(this.#work.limits.linkMs, { code: 'no-link', server: this.#work.server.name });
      const heardOut = this.#follow(run);
      // Only now, because Docker would start the program later beside it.
      this.#look().catch(() => undefined);
      for await (const [event] of events) {
        const [session, effects] = step(this.#session, event);
        this.#session = session;
        for (const effect of effects) await this.#carryOut(effect, run, heardOut);
        if (this.#session.phase === 'over') break;
      }
    } catch (error) {
      // What nobody can follow any more shall not go on either.
      if (this.#session.phase !== 'over') await run?.end(this.#container, false).catch(() => undefined);
      throw error;
    } finally {
      clearTimeout(this.#deadline);
      unlisten();
      closing.abort();
    }
    return this.#unpublished;
  }

  #hear(event: SessionEvent): void {
    this.#inbox.emit('event', event);
  }

  #limit(ms: number, problem: Problem): void {
    clearTimeout(this.#deadline);
    this.#deadline = setTimeout(() => this.#hear({ kind: 'stop', problem }), ms);
  }

  async #follow(run: LoginRun): Promise<void> {
    try {
      for await (const event of run.events) this.#hear({ kind: 'output', event });
      this.#hear({ kind: 'exited' });
    } catch (error) {
      const fault: Problem = { code: 'login-failed', detail: messageOf(error) };
      this.#hear({ kind: 'stop', problem: problemOf(error) ?? fault });
    }
  }

  async #carryOut(effect: Effect, run: LoginRun, heardOut: Promise<void>): Promise<void> {
    const { limits, publish } = this.#work;
    switch (effect.kind) {
      case 'show-link': {
        const { link, oauthState } = effect;
        const untilMs = await this.#awaitPerson(this.#work.provider.waitMs);
        return publish({
          kind: 'waiting',
          link,
          oauthState,
          ...(run.port !== undefined && { port: run.port }),
          ...(run.port === undefined && !run.sideBySide && { alone: true }),
          untilMs,
          endedOrphan: this.#endedOrphan,
        });
      }
      case 'show-code': {
        const { link, userCode, withinMs = Infinity } = effect;
        const untilMs = await this.#awaitPerson(Math.min(withinMs, this.#work.provider.waitMs));
        return publish({
          kind: 'confirming',
          link,
          ...(userCode !== undefined && { userCode }),
          sideBySide: run.sideBySide,
          ...(run.oauthState !== undefined && { oauthState: run.oauthState }),
          untilMs,
        });
      }
      case 'show-checking':
        run.delivered();
        this.#limit(limits.exchangeMs, {
          code: 'exchange-silent',
          seconds: Math.round(limits.exchangeMs / 1000),
        });
        return publish({ kind: 'checking' });
      case 'load':
        clearTimeout(this.#deadline);
        this.#hear((await Promise.all([this.#load(effect.path), publish({ kind: 'loading' })]))[0]);
        return;
      case 'end-program':
        clearTimeout(this.#deadline);
        return this.#end(run, heardOut);
      case 'explain':
        this.#hear({ kind: 'explained', problem: await run.why(this.#container, await this.#look()) });
        return;
      case 'fail':
        if (effect.problem.code !== 'port-in-use')
          return publish({ kind: 'failed', problem: effect.problem });
        this.#unpublished = effect.problem;
        return;
      case 'succeed':
        return publish({ kind: 'done', result: effect.result });
    }
  }

  /** @returns until when. */
  async #awaitPerson(waitMs: number): Promise<number> {
    const untilMs = Date.now() + waitMs;
    const problem: Problem = { code: 'timed-out', minutes: Math.round(waitMs / 60_000) };
    this.#limit(waitMs + this.#work.limits.graceMs, problem);
    // Whoever has the link can have the account saved; a failure shows up when there is something to compare.
    await this.#look().catch(() => undefined);
    return untilMs;
  }

  async #load(path: string): Promise<SessionEvent> {
    const see = async (): Promise<SessionEvent> => {
      const { place, restart } = this.#work;
      const result = await seeLoaded(this.#container, place, path, await this.#look(), restart);
      return { kind: 'loaded', result };
    };
    try {
      return await see().catch(async (error: unknown) => {
        if (problemOf(error)?.code !== 'connection-lost') throw error;
        await this.#reconnect();
        return see();
      });
    } catch (error) {
      const problem = problemOf(error) ?? { code: 'login-failed', detail: messageOf(error) };
      return { kind: 'explained', problem };
    }
  }

  /** Nothing may be left behind; a person whose connection was lost is told before that is done. */
  async #end(run: LoginRun, heardOut: Promise<void>): Promise<void> {
    const { reason } = this.#session;
    const isTold = reason?.code === 'connection-lost';
    try {
      if (isTold) {
        await this.#work.publish({ kind: 'failed', problem: reason });
        await this.#reconnect();
      }
      await run.end(this.#container, isTold);
      await Promise.race([heardOut, sleep(lastWordsMs, undefined, { ref: false })]);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // It cannot be reached; what runs there gives up by itself after its own waiting time.
    }
    this.#hear({ kind: 'exited' });
  }

  async #reconnect(): Promise<void> {
    const startedAtMs = Date.now();
    for (;;) {
      try {
        this.#container = await this.#work.server.container();
        return;
      } catch (error) {
        if (Date.now() - startedAtMs > this.#work.limits.cleanUpMs) throw error;
        await sleep(reconnectPauseMs, undefined, { ref: false });
      }
    }
  }
}
