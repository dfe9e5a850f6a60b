import { request as open } from 'node:http';
import { UserError } from '../errors';
import { PortUnreachable, type Endpoint, type HttpAnswer, type HttpRequest } from './server';
import { ChannelSocket } from './ssh/channel-socket';
import type { Link } from './ssh/link';

const MOST_BODY_BYTES = 1024 * 1024;

/**
 * One request to a port as seen from the server, through a channel of its own. Redirects are not followed and of
 * the answer's body at most 1 MB is kept. Throws PortUnreachable when no HTTP answer begins in time: refused, or
 * taken and dropped, as Docker's port forwarder does when nothing listens behind it. Throws UserError
 * `connection-lost`.
 */
export async function relay(
  server: string,
  link: Link,
  target: Endpoint,
  request: HttpRequest,
  timeoutMs: number,
): Promise<HttpAnswer> {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    return await exchange(await connect(server, link, target, deadline), target, request, deadline);
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    if (link.lost.aborted) throw new UserError({ code: 'connection-lost', server }, cause);
    throw new PortUnreachable(`${target.host}:${target.port} gave no answer`, { cause });
  }
}

function connect(
  server: string,
  link: Link,
  target: Endpoint,
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

function exchange(
  socket: ChannelSocket,
  target: Endpoint,
  { method = 'GET', path, headers = {}, body }: HttpRequest,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    const asking = open({
      createConnection: () => socket,
      host: target.host.includes(':') ? `[${target.host}]` : target.host,
      port: target.port,
      method,
      path,
      headers: {
        ...headers,
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
        connection: 'close',
      },
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
        const all = Object.entries(response.headers).map(([name, value]) => [
          name,
          [value].flat().join(', '),
        ]);
        resolve({
          status: response.statusCode ?? 0,
          headers: Object.fromEntries(all) as Record<string, string>,
          body: Buffer.concat(kept).toString('utf8'),
        });
      });
    });
    asking.end(body);
  });
}
