import { Agent, type ClientRequest, type ClientRequestArgs } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { inspect } from 'node:util';
import type { ClientChannel } from 'ssh2';
import { messageOf, UserError } from '../../errors';
import { ChannelSocket } from '../ssh/channel-socket';
import type { Link } from '../ssh/link';
import { isRefusedOpening } from '../ssh/refused-opening';
import { explainDialStdio } from './dial-stdio';
import { Slots } from './slots';

const DIAL_STDIO = 'docker system dial-stdio';
const USUAL_SOCKET = '/var/run/docker.sock';
const IDLE_MS = 15_000;
// OpenSSH allows 10 sessions on a connection (MaxSessions); socket channels do not count, exec channels do.
const MOST_SESSIONS = 8;
const RETRY_PAUSES_MS: readonly number[] = [50, 200, 800];

/**
 * HTTP connections to the Docker socket of a server through one SSH link: channels to the socket itself, or to
 * `docker system dial-stdio` where that is refused (remembered for the link). An idle channel waits a little
 * for the next request, which then costs one round trip. Requests fail with UserError `docker-permission`,
 * `docker-absent`, `docker-failed` or `connection-lost`.
 */
export class ChannelAgent extends Agent {
  readonly #server: string;
  readonly #link: Link;
  readonly #socketPath: string;
  readonly #idle = new WeakMap<Duplex, NodeJS.Timeout>();
  readonly #sessions = new Slots(MOST_SESSIONS);
  #way: 'socket' | 'stdio' = 'socket';

  constructor(server: string, link: Link, socketPath: string) {
    super({ keepAlive: true });
    this.#server = server;
    this.#link = link;
    this.#socketPath = socketPath;
    link.lost.addEventListener('abort', () => this.destroy());
  }

  /** docker-modem writes every request out for its debugging, agent and connections and all, also when nobody debugs. */
  [inspect.custom](): string {
    return `ChannelAgent of ${this.#server}`;
  }

  override createConnection(
    _options: ClientRequestArgs,
    done: (error: Error | null, stream?: Duplex) => void,
  ): undefined {
    this.#open().then(
      stream => done(null, stream),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
  }

  override keepSocketAlive(stream: Duplex): boolean {
    // Node's agent gives an idle channel to later requests only, never to one that waits for a session.
    if (this.#sessions.waiting > 0) return false;
    const timer = setTimeout(() => stream.destroy(), IDLE_MS);
    timer.unref();
    this.#idle.set(stream, timer);
    return true;
  }

  override reuseSocket(stream: Duplex, request: ClientRequest): void {
    super.reuseSocket(stream, request);
    clearTimeout(this.#idle.get(stream));
  }

  async #open(): Promise<Duplex> {
    if (this.#isLost()) throw this.#gone();
    if (this.#way === 'socket') {
      try {
        const channel = await this.#openSocket();
        return new ChannelSocket(channel, { server: this.#server, lost: this.#link.lost });
      } catch (error) {
        if (this.#isLost()) throw this.#gone(error);
        // sshd gives one answer for "not allowed", "no such socket" and "no permission"; dial-stdio says which.
        this.#way = 'stdio';
      }
    }
    return await this.#openStdio();
  }

  #openSocket(): Promise<ClientChannel> {
    return new Promise((resolve, reject) => {
      this.#link.client.openssh_forwardOutStreamLocal(this.#socketPath, (error, channel) => {
        if (error === undefined) resolve(channel);
        else reject(error);
      });
    });
  }

  async #openStdio(): Promise<Duplex> {
    const channel = await this.#exec();
    const facts = { server: this.#server, user: this.#link.user, socket: this.#socketPath };
    let complaint = '';
    let code: number | undefined;
    channel.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(0, 4096);
    });
    channel.once('exit', (status: number | null) => {
      code = status ?? undefined;
    });
    return new ChannelSocket(channel, {
      server: this.#server,
      lost: this.#link.lost,
      silent: () => explainDialStdio(facts, code, complaint),
    });
  }

  async #exec(pausesMs = RETRY_PAUSES_MS): Promise<ClientChannel> {
    await this.#sessions.take();
    try {
      const channel = await this.#execNow();
      // Not before the server says so: a session that is being closed still counts there.
      channel.once('close', () => this.#sessions.giveBack());
      return channel;
    } catch (error) {
      const others = this.#sessions.taken > 1;
      if (others) this.#sessions.shrink();
      else this.#sessions.giveBack();
      if (this.#isLost()) throw this.#gone(error);
      const [pauseMs, ...later] = pausesMs;
      if (!isRefusedOpening(error) || (!others && pauseMs === undefined)) {
        const detail = messageOf(error);
        throw new UserError({ code: 'docker-failed', server: this.#server, detail }, error);
      }
      // The server allows fewer than usual: wait for one of the others, or for one that is not quite over there.
      if (!others) await pause(pauseMs);
      return await this.#exec(others ? pausesMs : later);
    }
  }

  #execNow(): Promise<ClientChannel> {
    // An environment variable and not an argument: no configured text is part of the command. Servers may
    // ignore it (AcceptEnv), then the docker command uses the socket it would use for this user.
    const env = this.#socketPath === USUAL_SOCKET ? {} : { DOCKER_HOST: `unix://${this.#socketPath}` };
    return new Promise((resolve, reject) => {
      this.#link.client.exec(DIAL_STDIO, { env }, (error, channel) => {
        if (error === undefined) resolve(channel);
        else reject(error);
      });
    });
  }

  #isLost(): boolean {
    return this.#link.lost.aborted;
  }

  #gone(cause?: unknown): UserError {
    return new UserError({ code: 'connection-lost', server: this.#server }, cause);
  }
}
