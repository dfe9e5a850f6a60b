import { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';
import { UserError } from '../../errors';

/** How the end of a channel is to be understood. */
export interface ChannelEnds {
  readonly server: string;
  /** Aborted when the connection under the channel is gone. */
  readonly lost: AbortSignal;
  /**
   * Asked when the other side closed the channel without having sent a byte: the reason, if it is a failure.
   */
  readonly silent?: () => UserError | undefined;
}

/**
 * An SSH channel in the shape node's HTTP client wants of a socket. ssh2 lets a channel end in the same way when
 * the other side is done and when the connection broke; here the second is the error `connection-lost`.
 */
export class ChannelSocket extends Duplex {
  readonly #channel: ClientChannel;
  readonly #ends: ChannelEnds;
  #received = false;

  constructor(channel: ClientChannel, ends: ChannelEnds) {
    super({ allowHalfOpen: false });
    this.#channel = channel;
    this.#ends = ends;
    channel.on('data', (chunk: Buffer) => {
      this.#received = true;
      if (!this.push(chunk)) channel.pause();
    });
    // Whoever hears of the loss first must not mistake it for an end.
    channel.once('end', () => this.#finish('end'));
    channel.once('close', () => this.#finish('close'));
    channel.on('error', (error: Error) => this.destroy(error));
  }

  #finish(event: 'end' | 'close'): void {
    const { server, lost, silent } = this.#ends;
    if (lost.aborted) {
      this.destroy(new UserError({ code: 'connection-lost', server }));
    } else if (!this.#received && silent !== undefined) {
      // What it wrote to stderr is complete only when the channel is closed.
      if (event === 'close') this.#end(silent());
    } else {
      this.#end(undefined);
    }
  }

  #end(reason: UserError | undefined): void {
    if (reason !== undefined) this.destroy(reason);
    else if (!this.readableEnded) this.push(null);
  }

  override _read(): void {
    this.#channel.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#channel.write(chunk, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    if (!this.#ends.lost.aborted) this.#channel.end();
    done();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    // ssh2 throws when it is asked to write to a connection that is gone.
    if (!this.#ends.lost.aborted) this.#channel.close();
    done(error);
  }

  // What node's HTTP client expects of a socket and a channel has no use for.
  setKeepAlive(): this {
    return this;
  }
  setNoDelay(): this {
    return this;
  }
  setTimeout(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  destroySoon(): void {
    this.destroy();
  }
}
