import { request } from 'node:http';
import { UserError } from '../errors';
import { PortUnreachable, type HttpAnswer } from './server';
import { ChannelSocket } from './ssh/channel-socket';
import type { Link } from './ssh/link';

const MOST_BODY_BYTES = 64 * 1024;

/**
 * One `GET` to a port as seen from the server, through a channel of its own. Redirects are not followed and of
 * the body at most 64 KB are kept. Throws PortUnreachable when no HTTP answer begins in time: refused, or taken
 * and dropped, as Docker's port forwarder does when nothing listens behind it. Throws UserError
 * `connection-lost`.
 */
export async function relayGet(
  server: string,
  link: Link,
  target: { readonly host: string; readonly port: number },
  path: string,
  timeoutMs: number,
): Promise<HttpAnswer> {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    return await get(await open(server, link, target, deadline), target, path, deadline);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    if (link.lost.aborted) throw new UserError({ code: 'connection-lost', server }, cause);
    throw new PortUnreachable(`${target.host}:${target.port} gave no answer`, { cause });
  }
}

function open(
  server: string,
  link: Link,
  target: { readonly host: string; readonly port: number },
  deadline: AbortSignal,
): Promise<ChannelSocket> {
  return new Promise((resolve, reject) => {
    const lateOrLost = AbortSignal.any([deadline, link.lost]);
    const giveUp = (): void => reject(new Error('no channel', { cause: lateOrLost.reason }));
    lateOrLost.addEventListener('abort', giveUp, { once: true });
    link.client.forwardOut('127.0.0.1', 0, target.host, target.port, (error, channel) => {
      lateOrLost.removeEventListener('abort', giveUp);
      if (error !== undefined) reject(error);
      else if (lateOrLost.aborted) channel.close();
      else resolve(new ChannelSocket(channel, { server, lost: link.lost }));
    });
  });
}

function get(
  socket: ChannelSocket,
  target: { readonly host: string; readonly port: number },
  path: string,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    const asking = request({
      createConnection: () => socket,
      host: target.host.includes(':') ? `[${target.host}]` : target.host,
      port: target.port,
      path,
      headers: { connection: 'close' },
      signal,
    });
    asking.once('error', fail);
    asking.once('response', response => {
      const kept: Buffer[] = [];
      let length = 0;
      response.on('data', (chunk: Buffer) => {
        if (length < MOST_BODY_BYTES) kept.push(chunk.subarray(0, MOST_BODY_BYTES - length));
        length += chunk.length;
      });
      response.once('error', fail);
      response.once('end', () => {
        socket.destroy();
        const headers = Object.fromEntries(
          Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
        );
        const body = Buffer.concat(kept).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers, body });
      });
    });
    asking.end();
  });
}
