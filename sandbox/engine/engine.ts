import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as after } from 'node:timers/promises';
import { EngineError, sendJson } from './api/answers';
import { findExec, startOverConnection } from './api/exec';
import { routes } from './api/routes';
import { Container } from './container/container';
import type { ContainerSettings } from './container/settings';
import type { Daemon } from './daemon';
import { createDaemon } from './daemon';

export interface Engine {
  /** Answers the Docker Engine API; may also be told to listen. */
  readonly http: Server;
  readonly daemon: Daemon;
  readonly containers: Set<Container>;
  readonly create: (settings: ContainerSettings) => Container;
  /** Serves a client at the other end of a stream. */
  readonly accept: (stream: Duplex) => void;
  /**
   * Goes down with its containers and comes back with those that nobody had stopped: no connection is left, what
   * happened before is forgotten, and no restart is counted. `lost`: as a machine does that loses its power, so
   * that nobody hears of the end either.
   */
  readonly restart: (how: 'in-order' | 'lost', downMs: number) => Promise<void>;
  /** Ends every container and every connection. */
  readonly close: () => Promise<void>;
}

/** A Docker engine without containers. */
export function createEngine(): Engine {
  const daemon = createDaemon();
  const containers = new Set<Container>();
  const streams = new Set<Duplex>();
  let up = true;
  const dropConnections = (): void => {
    for (const stream of streams) stream.destroy();
  };
  const http = createServer((request, response) => {
    // A process may say more to a client that is gone.
    response.on('error', () => undefined);
    response.setHeader('date', new Date(daemon.clock.nowMs()).toUTCString());
    answer(daemon, containers, request, response).catch((error: unknown) => refuse(response, error));
  });
  http.on('connection', stream => {
    if (!up) {
      stream.destroy();
      return;
    }
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
    daemon,
    containers,
    create: settings => {
      const container = new Container(settings, daemon);
      containers.add(container);
      return container;
    },
    accept: stream => void http.emit('connection', stream),
    restart: async (how, downMs) => {
      if (how === 'lost') dropConnections();
      const ends = [...containers].map(async container => ({
        container,
        comesBack: await (how === 'lost' ? container.life.lose() : container.life.shutDown()),
      }));
      up = false;
      const ended = await Promise.all(ends);
      // Those who listen have heard of the end.
      await after(10);
      dropConnections();
      daemon.events.forget();
      await after(downMs);
      up = true;
      for (const { container, comesBack } of ended) if (comesBack) container.life.start();
    },
    close: async () => {
      await Promise.all([...containers].map(({ life }) => life.stop()));
      dropConnections();
      if (http.listening) await new Promise(done => http.close(done));
    },
  };
}

async function answer(
  daemon: Daemon,
  containers: Set<Container>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname, searchParams } = target(request);
  const unversioned = pathname.replace(/^\/v[\d.]+(?=\/)/, '');
  for (const [method, pattern, handle] of routes) {
    const match = method === request.method ? pattern.exec(unversioned) : null;
    if (match === null) continue;
    const id = decodeURIComponent(match[1] ?? '');
    await handle({ daemon, containers, request, response, query: searchParams, id });
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
