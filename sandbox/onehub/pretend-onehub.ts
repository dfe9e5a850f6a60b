import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { perform, refusalOf, tokens } from './admin-api';
import type { Row } from './channel';
import { Table } from './table';

/** A One-Hub with its admin API, as unkind as the real one (MartialBE/one-hub, `router/api-router.go`). */
export interface PretendOneHub {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** The access token of an administrator, and of somebody who is none. */
  readonly token: string;
  readonly memberToken: string;
  /** The table as it is, keys included, oldest first. */
  readonly channels: () => readonly Row[];
  /** As somebody does in its panel. Answers the id of the first. */
  readonly add: (columns: Partial<Row>) => number;
  readonly set: (id: number, change: Partial<Row>) => void;
  /** Forgets every channel, every request and what it was to do. */
  readonly reset: () => void;
  readonly behave: (change: Partial<OneHubBehaviour>) => void;
  readonly close: () => Promise<void>;
}

export interface OneHubBehaviour {
  /** Requests it takes in three minutes. Default: 300. */
  readonly requests: number;
  /** It switches channels off whose key is refused (`AutomaticDisableChannelEnabled`). Default: false. */
  readonly disables: boolean;
  /** How long it takes for whatever is asked. Default: 0. */
  readonly slowMs: number;
}

const usual: OneHubBehaviour = { requests: 300, disables: false, slowMs: 0 };
const limitMs = 180_000;
const page =
  '<!doctype html><html><head><title>One Hub</title></head><body><div id="root"></div></body></html>';

/** Starts one. Where it listens may be given, for those who come from a container. */
export async function startOneHub(host = '127.0.0.1'): Promise<PretendOneHub> {
  let table = new Table();
  let behaviour = usual;
  let requestsAtMs: readonly number[] = [];
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://${host}:${port}`,
    port,
    token: tokens.admin,
    memberToken: tokens.member,
    channels: () => table.all(),
    add: columns => table.insert({ type: 8, key: 'somebody', name: 'somebody', ...columns })[0]?.id ?? 0,
    set: (id, change) => table.set(id, change),
    reset: () => {
      table = new Table();
      behaviour = usual;
      requestsAtMs = [];
    },
    behave: change => (behaviour = { ...behaviour, ...change }),
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://hub');
    const json = (status: number, body: object): void => {
      response
        .writeHead(status, { 'content-type': 'application/json; charset=utf-8' })
        .end(JSON.stringify(body));
    };
    if (behaviour.slowMs > 0) await new Promise(resolve => setTimeout(resolve, behaviour.slowMs));
    if (!pathname.startsWith('/api') && !pathname.startsWith('/v1')) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
      return;
    }
    const nowMs = Date.now();
    requestsAtMs = requestsAtMs.filter(atMs => nowMs - atMs < limitMs);
    if (requestsAtMs.length >= behaviour.requests) {
      response.writeHead(429).end();
      return;
    }
    requestsAtMs = [...requestsAtMs, nowMs];
    // Gin compares what is decoded: a tag with a slash in it has no route.
    const path = decodeURIComponent(pathname);
    if (!/^\/api\/(?:channel\/|channel_tag\/[^/]+\/list$)/.test(path)) {
      const message = `Invalid URL (${request.method ?? ''} ${path})`;
      json(404, { error: { message, type: 'invalid_request_error', param: '', code: '' } });
      return;
    }
    const refusal = refusalOf(request.headers.authorization);
    if (refusal !== undefined) {
      json(refusal.status, { success: false, message: refusal.message });
      return;
    }
    try {
      const body = await text(request);
      const route = `${request.method ?? ''} ${path}`;
      const asked = {
        route,
        query: searchParams,
        body: body === '' ? undefined : (JSON.parse(body) as unknown),
      };
      json(200, await perform(table, asked, behaviour.disables));
    } catch (error) {
      json(200, { success: false, message: error instanceof Error ? error.message : String(error) });
    }
  }
}
