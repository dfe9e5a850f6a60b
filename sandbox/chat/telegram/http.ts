import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Fields, isFields } from './fields';
import { fieldsOfForm } from './form';
import { Refusal, mistake } from './refusal';

/** Does what a method asks and gives its result. Throws Refusal. `onGone` is called when the bot hangs up. */
export type Handler = (method: string, fields: Fields, onGone: (gone: () => void) => void) => unknown;

export interface HttpServer {
  readonly url: string;
  close(): Promise<void>;
}

/** The bytes of a file. Throws Refusal. */
export type FileHandler = (path: string) => Buffer;

/**
 * `POST /bot<token>/<method>` with a JSON body or a form, as telegraf asks for it, and `GET /file/bot<token>/<path>`,
 * on a free port of 127.0.0.1.
 */
export async function serve(token: string, handle: Handler, fileAt: FileHandler): Promise<HttpServer> {
  const server = createServer((request, response) => {
    answer(token, handle, fileAt, request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : undefined);
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${String(portOf(server))}`, close: () => closed(server) };
}

async function answer(
  token: string,
  handle: Handler,
  fileAt: FileHandler,
  request: IncomingMessage,
  response: ServerResponse,
) {
  try {
    const [, file, given, place] = /^(\/file)?\/bot([^/]+)\/(.+)$/.exec(request.url ?? '') ?? [];
    if (given === undefined || place === undefined || !/^\d+:[\w-]+$/.test(given))
      throw new Refusal(404, 'Not Found');
    if (given !== token) throw new Refusal(401, 'Unauthorized');
    if (file !== undefined) {
      const bytes = fileAt(place);
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes);
      return;
    }
    const method = /^\w+$/.exec(place)?.[0];
    if (method === undefined) throw new Refusal(404, 'Not Found');
    const fields = await bodyOf(request, method);
    const result: unknown = await handle(method, fields, gone => response.once('close', gone));
    say(response, 200, { ok: true, result });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const parameters =
      error.retryAfter === undefined ? {} : { parameters: { retry_after: error.retryAfter } };
    say(response, error.code, {
      ok: false,
      error_code: error.code,
      description: error.message,
      ...parameters,
    });
  }
}

async function bodyOf(request: IncomingMessage, method: string): Promise<Fields> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  if (chunks.length === 0) return {};
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/')) return fieldsOfForm(Buffer.concat(chunks), type, method);
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (!isFields(body)) throw mistake('a JSON object was expected');
  return body;
}

function say(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise(resolve => server.close(() => resolve()));
}
