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

/** A page for Prometheus. */
interface Page {
  readonly contentType: string;
  text(): Promise<string>;
}

interface HealthOptions {
  /** What `/metrics` shows; without it there is no such path. It names servers, so it is not for everybody. */
  readonly metrics?: Page;
  /** Every address of the machine when left out, since an orchestrator asks from outside of the container. */
  readonly host?: string;
  readonly checkTimeoutMs?: number;
}

/**
 * Answers `GET /healthz` (the process lives), `GET /readyz` (its checks pass; 503 with the names of those that do
 * not) and `GET /metrics`. Rejects when the port cannot be had.
 */
export async function startHealth(
  port: number,
  checks: readonly HealthCheck[],
  { host, metrics, checkTimeoutMs = 2_000 }: HealthOptions = {},
): Promise<Health> {
  const server = createServer((request, response) => {
    void answer(request, checks, checkTimeoutMs, metrics).then(ready => send(response, ready));
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
  readonly contentType: string;
  readonly body: string;
}

async function answer(
  { method, url }: IncomingMessage,
  checks: readonly HealthCheck[],
  checkTimeoutMs: number,
  metrics: Page | undefined,
): Promise<Answer> {
  const path = url?.split('?')[0];
  const isPage = path === '/metrics' && metrics !== undefined;
  if (path !== '/healthz' && path !== '/readyz' && !isPage) return json(404, { status: 'not found' });
  if (method !== 'GET' && method !== 'HEAD') return json(405, { status: 'method not allowed' });
  if (path === '/healthz') return json(200, { status: 'ok' });
  if (isPage) return page(metrics);

  const results = await Promise.all(checks.map(check => passes(check, checkTimeoutMs)));
  const failing = checks.filter((_, index) => results[index] !== true).map(check => check.name);
  if (failing.length > 0) return json(503, { status: 'failing', failing });
  return json(200, { status: 'ok' });
}

async function page(metrics: Page): Promise<Answer> {
  try {
    return { status: 200, contentType: metrics.contentType, body: await metrics.text() };
  } catch {
    return json(500, { status: 'failing', failing: ['metrics'] });
  }
}

function json(
  status: number,
  body: { readonly status: string; readonly failing?: readonly string[] },
): Answer {
  return { status, contentType: 'application/json', body: JSON.stringify(body) };
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

function send(response: ServerResponse, { status, contentType, body }: Answer): void {
  response.writeHead(status, {
    'content-type': contentType,
    'cache-control': 'no-store',
    ...(status === 405 && { allow: 'GET, HEAD' }),
  });
  response.end(body);
}
