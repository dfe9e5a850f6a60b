import { EventEmitter, on } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { problemIn } from '../cliproxy/failure';
import { seeLoaded, type Before } from '../cliproxy/loaded';
import { linesOfLogFile } from '../cliproxy/log-file-lines';
import { createOutputReader, type OutputEvent } from '../cliproxy/output';
import { messageOf, problemOf, UserError, type Problem } from '../errors';
import type { CallbackPort } from '../jobs/contracts';
import type { Container, Execution } from '../server/server';
import { endLogin } from './program';

import { newSession, step, type Effect, type Session, type SessionEvent } from './session';
import type { LoginWork } from './work';

/** How long the last words of a program that was ended are waited for. */
const lastWordsMs = 3_000;
const reconnectPauseMs = 2_000;

/** One run of the login program: feeds the session with what happens and carries its effects out. */
export class Attempt {
  readonly #work: LoginWork;
  readonly #look: () => Promise<Before>;
  readonly #endedOrphan: boolean;
  readonly #inbox = new EventEmitter();
  readonly #printed: OutputEvent[] = [];
  #container: Container;
  #session: Session = newSession;
  #deadline: NodeJS.Timeout | undefined;
  #unpublished: Problem | undefined;

  /** `look` looks once, however often it is called. */
  constructor(work: LoginWork, container: Container, look: () => Promise<Before>, endedOrphan: boolean) {
    this.#work = work;
    this.#container = container;
    this.#look = look;
    this.#endedOrphan = endedOrphan;
  }

  /** @returns a problem that was not published, because the caller may mend it: `port-in-use`. */
  async run(): Promise<Problem | undefined> {
    const closing = new AbortController();
    const events = on(this.#inbox, 'event', { signal: closing.signal }) as AsyncIterable<[SessionEvent]>;
    const unlisten = this.#work.listen(event => this.#hear(event));
    try {
      const { program } = this.#work.place;
      const execution = await this.#container.exec([program, ...this.#work.provider.flags]);
      this.#limit(this.#work.limits.linkMs, { code: 'no-link', server: this.#work.server.name });
      const heardOut = this.#follow(execution);
      // Only now, because Docker would start the program later beside it.
      this.#look().catch(() => undefined);
      for await (const [event] of events) {
        const [session, effects] = step(this.#session, event);
        this.#session = session;
        for (const effect of effects) await this.#carryOut(effect, execution, heardOut);
        if (this.#session.phase === 'over') break;
      }
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

  async #follow(execution: Execution): Promise<void> {
    const reader = createOutputReader();
    const take = (events: readonly OutputEvent[]): void => {
      this.#printed.push(...events);
      for (const event of events) this.#hear({ kind: 'output', event });
    };
    try {
      for await (const chunk of execution.output) take(reader.push(chunk));
      take(reader.end());
      this.#hear({ kind: 'exited' });
    } catch (error) {
      const lost: Problem = { code: 'connection-lost', server: this.#work.server.name };
      this.#hear({ kind: 'stop', problem: problemOf(error) ?? lost });
    }
  }

  async #carryOut(effect: Effect, execution: Execution, heardOut: Promise<void>): Promise<void> {
    const { limits, provider, publish } = this.#work;
    switch (effect.kind) {
      case 'show-link': {
        const { link, oauthState } = effect;
        const minutes = Math.round(provider.waitMs / 60_000);
        this.#limit(provider.waitMs + limits.graceMs, { code: 'timed-out', minutes });
        // Whoever has the link can have the account saved; a failure shows up when there is something to compare.
        await this.#look().catch(() => undefined);
        return publish({
          kind: 'waiting',
          link,
          oauthState,
          ...(provider.redirect && { port: this.#port(provider.redirect.port) }),
          untilMs: Date.now() + provider.waitMs,
          endedOrphan: this.#endedOrphan,
        });
      }
      case 'show-checking':
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
        return this.#endProgram(heardOut);
      case 'explain':
        this.#hear({ kind: 'explained', problem: await this.#explain(execution) });
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

  /** The line for those who prefer a tunnel, to wherever the port can be reached on the server. */
  #port(number: number): CallbackPort {
    const [end] = this.#container.endpoints(number);
    const { host, port } = end ?? { host: '127.0.0.1', port: number };
    return { number, tunnel: `ssh -L ${number}:${host}:${port} ${this.#work.server.sshTarget}` };
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

  /** Nothing may be left holding the port; a person whose connection was lost is told before that is done. */
  async #endProgram(heardOut: Promise<void>): Promise<void> {
    const { reason } = this.#session;
    try {
      if (reason?.code === 'connection-lost') {
        await this.#work.publish({ kind: 'failed', problem: reason });
        await this.#reconnect();
      }
      await endLogin(this.#work.server, this.#container, this.#work.provider);
      await Promise.race([heardOut, sleep(lastWordsMs, undefined, { ref: false })]);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // It cannot be reached; the program gives up by itself after its own waiting time.
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

  async #explain(execution: Execution): Promise<Problem> {
    if (!this.#printed.some(saysWhy)) {
      const reader = createOutputReader();
      const before = await this.#look();
      const lines = await linesOfLogFile(this.#container, this.#work.place, before.lastLineAtMs);
      this.#printed.push(...reader.push(lines.join('\n')), ...reader.end());
    }
    return problemIn({
      server: this.#work.server.name,
      program: this.#work.place.program,
      callbackPort: this.#work.provider.redirect?.port,
      waitMs: this.#work.provider.waitMs,
      events: this.#printed,
      exitCode: await execution.exitCode(),
    });
  }
}

function saysWhy(event: OutputEvent): boolean {
  return event.kind === 'failure' || (event.kind === 'log' && event.level.startsWith('err'));
}
