import type { Log } from '../../log';
import { problemOf, UserError } from '../../errors';
import type { SshSettings } from '../settings';
import { backOffMs } from './back-off';
import { openLink, type Link } from './link';

/** What chance and time are to a connection; handed in by tests. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** From [0, 1). */
  random(): number;
}

// A connection that lived less than this counts as failed, so that one which breaks at once is not remade in a loop.
const STABLE_MS = 10_000;

/**
 * The one connection to a server, shared by all who need it. It is made when first asked for, kept alive, and
 * remade on demand after it broke. After a failure everybody gets the same answer, at once, until the server
 * was left alone for a while.
 */
export class Connection {
  readonly #server: string;
  readonly #ssh: SshSettings;
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #closing = new AbortController();
  #current: Promise<Link> | undefined;
  #pause: { readonly untilMs: number; readonly error: UserError } | undefined;
  #failures = 0;
  #made = 0;
  #connected = false;

  constructor(
    server: string,
    ssh: SshSettings,
    log: Log,
    clock: Clock = { now: Date.now, random: Math.random },
  ) {
    this.#server = server;
    this.#ssh = ssh;
    this.#log = log.child({ server });
    this.#clock = clock;
  }

  /** How often it was made again after the first time. */
  get reconnects(): number {
    return Math.max(0, this.#made - 1);
  }

  get connected(): boolean {
    return this.#connected;
  }

  /** Throws UserError: every problem of the way to the server; `connection-lost` after `close()`. */
  async link(): Promise<Link> {
    if (this.#closing.signal.aborted) throw this.#lost();
    if (this.#current !== undefined) return await this.#current;
    if (this.#pause !== undefined && this.#clock.now() < this.#pause.untilMs) {
      throw new UserError(this.#pause.error.problem, this.#pause.error);
    }
    this.#current = this.#open();
    return await this.#current;
  }

  async close(): Promise<void> {
    this.#closing.abort(this.#lost());
    const link = await this.#current?.catch(() => undefined);
    await link?.close();
  }

  async #open(): Promise<Link> {
    const startedAtMs = this.#clock.now();
    try {
      const link = await openLink(this.#server, this.#ssh, this.#closing.signal);
      const readyAtMs = this.#clock.now();
      this.#made++;
      this.#connected = true;
      this.#pause = undefined;
      link.lost.addEventListener('abort', () => this.#onLost(readyAtMs));
      if (link.lost.aborted) this.#onLost(readyAtMs);
      this.#log.info({ host: link.host, user: link.user, ms: readyAtMs - startedAtMs }, 'connected');
      return link;
    } catch (cause) {
      this.#current = undefined;
      const error =
        cause instanceof UserError
          ? cause
          : new UserError({ code: 'ssh-failed', server: this.#server, detail: String(cause) }, cause);
      if (!this.#closing.signal.aborted) {
        this.#rest(error);
        this.#log.warn({ problem: problemOf(error), failures: this.#failures }, 'cannot connect');
      }
      throw error;
    }
  }

  #onLost(readyAtMs: number): void {
    this.#current = undefined;
    this.#connected = false;
    if (this.#closing.signal.aborted) return;
    const livedMs = this.#clock.now() - readyAtMs;
    if (livedMs >= STABLE_MS) this.#failures = 0;
    else this.#rest(this.#lost());
    this.#log.warn({ livedMs }, 'connection lost');
  }

  #rest(error: UserError): void {
    this.#failures++;
    this.#pause = { untilMs: this.#clock.now() + backOffMs(this.#failures, this.#clock.random()), error };
  }

  #lost(): UserError {
    return new UserError({ code: 'connection-lost', server: this.#server });
  }
}
