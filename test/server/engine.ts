import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex, Writable } from 'node:stream';

/** One request to the engine, and the ways to answer it. */
export interface Asked {
  readonly query: URLSearchParams;
  readonly body: string;
  json(value: unknown, status?: number): void;
  /** Answers bytes of known length. */
  bytes(content: Buffer): void;
  /** Begins an answer in chunks, which goes on until it is ended. */
  chunks(): Writable;
  /** Says nothing more: the raw connection, after the head of an answer that ends with it, as Docker has it. */
  hijack(): Duplex;
}

/** A Docker engine whose every answer a test writes. */
export interface ScriptedEngine {
  /** Serves a client at the other end of a stream. */
  readonly accept: (stream: Duplex) => void;
  /** Answers a path (`GET /containers/cliproxy/json`) from now on. */
  on(route: string, answer: (asked: Asked) => void): void;
  /** What was asked so far, as routes. */
  readonly asked: readonly string[];
  /** How many connections were made. */
  connections(): number;
}

export function createScriptedEngine(): ScriptedEngine {
  const routes = new Map<string, (asked: Asked) => void>();
  const asked: string[] = [];
  let connections = 0;
  const http = createServer((request, response) => {
    void serve(request, response);
  });
  http.on('connection', () => connections++);

  return {
    accept: stream => {
      stream.on('error', () => undefined);
      http.emit('connection', stream);
    },
    on: (route, answer) => void routes.set(route, answer),
    asked,
    connections: () => connections,
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://docker');
    const route = `${request.method ?? ''} ${url.pathname}`;
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
    asked.push(route);
    const json = (value: unknown, status = 200): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    const answer = routes.get(route);
    if (answer === undefined) {
      json({ message: `No such container: ${url.pathname}` }, 404);
      return;
    }
    answer({
      query: url.searchParams,
      body: Buffer.concat(chunks).toString(),
      json,
      bytes: content => void response.writeHead(200, { 'content-length': content.length }).end(content),
      chunks: () => {
        response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
        return response;
      },
      hijack: () => {
        request.socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/vnd.docker.raw-stream\r\n\r\n');
        return request.socket;
      },
    });
  }
}

/** A frame of Docker's multiplexed streams. */
export function frame(stream: 'stdout' | 'stderr', content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const header = Buffer.from([stream === 'stdout' ? 1 : 2, 0, 0, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(bytes.length, 4);
  return Buffer.concat([header, bytes]);
}

/** What `GET /containers/…/json` says of a running container, with changes. */
export function inspection(changes: {
  readonly name?: string;
  readonly status?: string;
  readonly tty?: boolean;
  readonly health?: string;
  readonly networkMode?: string;
  readonly ports?: unknown;
  readonly networks?: unknown;
}): unknown {
  return {
    Id: 'c0ffee',
    Name: `/${changes.name ?? 'cliproxy'}`,
    Created: '2026-11-20T08:00:00.25Z',
    Image: 'sha256:1a2b',
    RestartCount: 2,
    State: {
      Status: changes.status ?? 'running',
      StartedAt: '2026-11-22T10:00:00.5Z',
      FinishedAt: '2026-11-22T09:59:58.125Z',
      ExitCode: 137,
      OOMKilled: true,
      ...(changes.health !== undefined && { Health: { Status: changes.health } }),
    },
    Mounts: [{ Source: '/srv/auths', Destination: '/root/.cli-proxy-api' }],
    Config: { Tty: changes.tty ?? false, Image: 'eceasy/cli-proxy-api:latest' },
    HostConfig: { NetworkMode: changes.networkMode ?? 'bridge' },
    NetworkSettings: { Ports: changes.ports ?? {}, Networks: changes.networks ?? {} },
  };
}
