import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Something that must work for the process to be of use: the queue, a chat platform. */
export interface HealthCheck {
  /** A word that anyone may read. */
  readonly name: string;
  /** A check that throws, or does not answer in time, has failed. */
  readonly passes: () => Promise<boolean>;
}

export interface Health {
  /** The port that was taken, when any free one (0) was asked for. */
  readonly port: number;
  stop(): Promise<void>;
}

interface HealthOptions {
  /** Every address of the machine when left out, since an orchestrator asks from outside of the container. */
  readonly host?: string;
  readonly checkTimeoutMs?: number;
}

/**
 * Answers `GET /healthz` (the process lives) and `GET /readyz` (its checks pass; 503 with the names of those
 * that do not). Rejects when the port cannot be had.
 */
export async function startHealth(
  port: number,
  checks: readonly HealthCheck[],
  { host, checkTimeoutMs = 2_000 }: HealthOptions = {},
): Promise<Health> {
  const server = createServer((request, response) => {
    void answer(request, checks, checkTimeoutMs).then(ready => send(response, ready));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host === undefined ? {} : { host }) }, resolve);
  });

  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Answer {
  readonly status: number;
  readonly body: { readonly status: string; readonly failing?: readonly string[] };
}

async function answer(
  { method, url }: IncomingMessage,
  checks: readonly HealthCheck[],
  checkTimeoutMs: number,
): Promise<Answer> {
  const path = url?.split('?')[0];
  if (path !== '/healthz' && path !== '/readyz') return { status: 404, body: { status: 'not found' } };
  if (method !== 'GET' && method !== 'HEAD') return { status: 405, body: { status: 'method not allowed' } };
  if (path === '/healthz') return { status: 200, body: { status: 'ok' } };

  const results = await Promise.all(checks.map(check => passes(check, checkTimeoutMs)));
  const failing = checks.filter((_, index) => results[index] !== true).map(check => check.name);
  if (failing.length > 0) return { status: 503, body: { status: 'failing', failing } };
  return { status: 200, body: { status: 'ok' } };
}

async function passes(check: HealthCheck, timeoutMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>(resolve => {
    timer = setTimeout(resolve, timeoutMs, false);
  });
  try {
    return await Promise.race([check.passes(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    ...(status === 405 && { allow: 'GET, HEAD' }),
  });
  response.end(JSON.stringify(body));
}
