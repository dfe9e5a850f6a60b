import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { badLinkPage, consentPage } from './consent-page';
import type { Grant } from './token-endpoint';
import { challengePage, redeem } from './token-endpoint';

/** A pretend OAuth provider: a consent page for people and a token endpoint for the program. */
export interface Provider {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** How the program asks for a special answer to its exchange; see the stand-in's `exchange`. */
const answerHeader = 'x-pretend-answer';

const authorizeQuery = z.object({
  response_type: z.literal('code'),
  client_id: z.string().min(1),
  redirect_uri: z.url({ protocol: /^http$/, hostname: /^localhost$/ }),
  code_challenge: z.string().length(43),
  code_challenge_method: z.literal('S256'),
  state: z.string().min(1),
});
const consent = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('authorize'), request: z.string(), email: z.email() }),
  z.object({ decision: z.literal('deny'), request: z.string() }),
]);

/** Starts a provider. Where it listens may be given, for programs that run in a container. */
export async function startProvider(host = '127.0.0.1', port = 0): Promise<Provider> {
  const grants = new Map<string, Grant>();
  const server = createServer((request, response) => {
    answer(request, response, grants).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
  return {
    url: `http://${host}:${portOf(server)}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  grants: Map<string, Grant>,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://provider');
  const route = `${request.method ?? ''} ${pathname}`;
  if (route === 'GET /oauth/authorize') show(request, response, searchParams);
  else if (route === 'POST /oauth/authorize') decide(request, response, await text(request), grants);
  else if (route === 'POST /v1/oauth/token') exchange(request, response, await text(request), grants);
  else send(response, 404, 'text/plain; charset=utf-8', 'Not found\n');
}

function show(request: IncomingMessage, response: ServerResponse, query: URLSearchParams): void {
  const language = request.headers['accept-language'];
  if (authorizeQuery.safeParse(Object.fromEntries(query)).success) {
    sendPage(response, 200, consentPage(language, query.toString()));
  } else {
    sendPage(response, 400, badLinkPage(language));
  }
}

function decide(
  request: IncomingMessage,
  response: ServerResponse,
  form: string,
  grants: Map<string, Grant>,
): void {
  const given = consent.safeParse(Object.fromEntries(new URLSearchParams(form)));
  const query = authorizeQuery.safeParse(Object.fromEntries(new URLSearchParams(given.data?.request)));
  if (!given.success || !query.success) {
    sendPage(response, 400, badLinkPage(request.headers['accept-language']));
    return;
  }
  const { redirect_uri: redirectUri, client_id: clientId, code_challenge: challenge, state } = query.data;
  const back = new URL(redirectUri);
  if (given.data.decision === 'deny') {
    back.searchParams.set('error', 'access_denied');
  } else {
    const code = randomBytes(32).toString('base64url');
    grants.set(code, { email: given.data.email, clientId, redirectUri, challenge, state });
    back.searchParams.set('code', code);
  }
  back.searchParams.set('state', state);
  response.writeHead(302, { location: back.href, 'cache-control': 'no-store' }).end();
}

function exchange(
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
  grants: Map<string, Grant>,
): void {
  const wanted = request.headers[answerHeader];
  // Hangs: the connection stays open and nothing is ever said.
  if (wanted === 'hang') return;
  const {
    status,
    contentType,
    body: answered,
  } = wanted === 'forbidden' ? challengePage : redeem(body, grants, { email: wanted !== 'no-email' });
  send(response, status, contentType, answered);
}

function sendPage(response: ServerResponse, status: number, html: string): void {
  // No form-action here: browsers apply it to the redirect too, which leads to localhost.
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  );
  response.setHeader('referrer-policy', 'no-referrer');
  send(response, status, 'text/html; charset=utf-8', html);
}

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, {
    'content-type': contentType,
    'cache-control': 'no-store',
    vary: 'accept-language',
  });
  response.end(body);
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the provider has no port');
  return address.port;
}
