import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { badLinkPage, confirmedPage, consentPage, devicePage } from './consent-page';
import { createDeviceCodes, type DeviceCodes } from './device-codes';
import { endpoint } from './endpoint';
import type { Answer, Grant } from './token-endpoint';
import { challengePage } from './token-endpoint';

/** Pretend OAuth providers: pages for people and endpoints for the program, by the paths of the real ones. */
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
  state: z.string().min(1),
});
const pkceQuery = authorizeQuery.extend({
  code_challenge: z.string().length(43),
  code_challenge_method: z.literal('S256'),
});
/** Anthropic's and OpenAI's, then Google's, whose client has a secret. */
const consentPages: Readonly<
  Record<string, z.ZodType<z.infer<typeof authorizeQuery> & { code_challenge?: string }>>
> = {
  '/oauth/authorize': pkceQuery,
  '/o/oauth2/v2/auth': authorizeQuery,
};
/** Kimi's and xAI's, then OpenAI's. */
const devicePages = ['/device', '/codex/device'];
const entered = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('authorize'), user_code: z.string(), email: z.email() }),
  z.object({ decision: z.literal('deny'), user_code: z.string() }),
]);
const consent = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('authorize'), request: z.string(), email: z.email() }),
  z.object({ decision: z.literal('deny'), request: z.string() }),
]);

/** Starts a provider. Where it listens may be given, for programs that run in a container. */
export async function startProvider(host = '127.0.0.1', port = 0): Promise<Provider> {
  const grants = new Map<string, Grant>();
  const devices = createDeviceCodes();
  const server = createServer((request, response) => {
    answer(request, response, grants, devices).catch(() => response.destroy());
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

const notFound: Answer = { status: 404, contentType: 'text/plain; charset=utf-8', body: 'Not found\n' };

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  grants: Map<string, Grant>,
  devices: DeviceCodes,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://provider');
  const body = await text(request);
  if (consentPages[pathname] !== undefined) {
    if (request.method === 'GET') {
      show(request, response, pathname, searchParams);
      return;
    }
    decide(request, response, pathname, body, grants);
    return;
  }
  if (devicePages.includes(pathname)) {
    const language = request.headers['accept-language'];
    const userCode = searchParams.get('user_code') ?? '';
    if (request.method === 'GET') {
      sendPage(response, 200, devicePage(language, userCode, pathname));
      return;
    }
    const isKnown = enter(body, devices);
    sendPage(response, isKnown ? 200 : 404, confirmedPage(language, isKnown));
    return;
  }
  const wanted = request.headers[answerHeader];
  // Hangs: the connection stays open and nothing is ever said.
  if (wanted === 'hang') return;
  const {
    status,
    contentType,
    body: answered,
  } = (wanted === 'forbidden'
    ? challengePage
    : endpoint(request, pathname, body, wanted !== 'no-email', grants, devices)) ?? notFound;
  send(response, status, contentType, answered);
}

function show(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  query: URLSearchParams,
): void {
  const language = request.headers['accept-language'];
  if (consentPages[path]?.safeParse(Object.fromEntries(query)).success === true) {
    sendPage(response, 200, consentPage(language, query.toString(), path));
  } else {
    sendPage(response, 400, badLinkPage(language));
  }
}

function decide(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  form: string,
  grants: Map<string, Grant>,
): void {
  const given = consent.safeParse(Object.fromEntries(new URLSearchParams(form)));
  const query = consentPages[path]?.safeParse(Object.fromEntries(new URLSearchParams(given.data?.request)));
  if (!given.success || query?.success !== true) {
    sendPage(response, 400, badLinkPage(request.headers['accept-language']));
    return;
  }
  const { redirect_uri: redirectUri, client_id: clientId, code_challenge: challenge, state } = query.data;
  const back = new URL(redirectUri);
  if (given.data.decision === 'deny') {
    back.searchParams.set('error', 'access_denied');
  } else {
    const code = randomBytes(32).toString('base64url');
    const { email } = given.data;
    grants.set(code, { email, clientId, redirectUri, state, ...(challenge !== undefined && { challenge }) });
    back.searchParams.set('code', code);
  }
  back.searchParams.set('state', state);
  response.writeHead(302, { location: back.href, 'cache-control': 'no-store' }).end();
}

/** Whether the code that was entered is one. */
function enter(form: string, devices: DeviceCodes): boolean {
  const given = entered.safeParse(Object.fromEntries(new URLSearchParams(form)));
  if (!given.success) return false;
  const { data } = given;
  return devices.decide(data.user_code, data.decision === 'deny' ? 'denied' : { email: data.email });
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
