import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { EngineError, sendJson } from './answers';
import type { Container } from './container';
import { findExec, startOverConnection } from './exec-routes';
import { routes } from './routes';

export interface Engine {
  /** Answers the Docker Engine API; may also be told to listen. */
  readonly http: Server;
  readonly containers: Set<Container>;
  /** Serves a client at the other end of a stream. */
  readonly accept: (stream: Duplex) => void;
  /** Ends every container and every connection. */
  readonly close: () => Promise<void>;
}

/** A Docker engine without containers. */
export function createEngine(): Engine {
  const containers = new Set<Container>();
  const streams = new Set<Duplex>();
  const http = createServer((request, response) => {
    // A process may say more to a client that is gone.
    response.on('error', () => undefined);
    answer(containers, request, response).catch((error: unknown) => refuse(response, error));
  });
  http.on('connection', stream => {
    streams.add(stream);
    stream.once('close', () => streams.delete(stream));
    // A client that goes away mid-sentence is no fault of ours.
    stream.on('error', () => undefined);
  });
  http.on('upgrade', (request, socket, rest) => {
    try {
      const id = /^(?:\/v[\d.]+)?\/exec\/([^/]+)\/start$/.exec(target(request).pathname)?.[1];
      if (id === undefined) throw new EngineError(404, 'page not found');
      startOverConnection(findExec(containers, id), request, socket, rest);
    } catch (error) {
      const { status, message } = engineError(error);
      const body = JSON.stringify({ message });
      socket.end(
        `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
    }
  });
  return {
    http,
    containers,
    accept: stream => void http.emit('connection', stream),
    close: async () => {
      await Promise.all([...containers].map(running => running.stop()));
      for (const stream of streams) stream.destroy();
      if (http.listening) await new Promise(done => http.close(done));
    },
  };
}

async function answer(
  containers: ReadonlySet<Container>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = target(request);
  const unversioned = pathname.replace(/^\/v[\d.]+(?=\/)/, '');
  for (const [method, pattern, handle] of routes) {
    const match = method === request.method ? pattern.exec(unversioned) : null;
    if (match === null) continue;
    const id = decodeURIComponent(match[1] ?? '');
    await handle({ containers, request, response, query: searchParams, id });
    return;
  }
  throw new EngineError(404, 'page not found');
}

function target(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', 'http://docker');
}

function refuse(response: ServerResponse, error: unknown): void {
  const { status, message } = engineError(error);
  if (response.headersSent) response.destroy();
  else sendJson(response, status, { message });
}

function engineError(error: unknown): EngineError {
  return error instanceof EngineError ? error : new EngineError(500, String(error));
}
