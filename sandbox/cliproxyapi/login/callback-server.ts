import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { Program } from '../program';
import { listenAddress } from '../program';
import { PortInUse } from './failure';

/** What came back from the browser: a code and a state, or an error. */
export type Callback =
  | { readonly code: string; readonly state: string }
  | { readonly error: string; readonly description?: string };

export interface CallbackServer {
  /** The first request to /callback of any kind; undefined when none came in time. */
  readonly wait: (timeoutMs: number) => Promise<Callback | undefined>;
  readonly stop: () => Promise<void>;
}

/** How a callback server answers, and what it takes for a callback. */
export type Site = (program: Program, send: (callback: Callback) => void) => RequestListener;

const successPage = (title: string): string =>
  '<!DOCTYPE html>\n<html lang="en">\n<head>\n    <meta charset="UTF-8">\n' +
  `    <title>Authentication Successful - ${title}</title>\n</head>\n<body>\n` +
  '    <h1>Authentication Successful!</h1>\n    <p class="subtitle">You have successfully authenticated ' +
  `with ${title}. You can now close this window and return to your terminal to continue.</p>\n</body>\n</html>\n`;

/** Listens for the browser's return. Throws {@link PortInUse}. */
export async function startCallbackServer(
  program: Program,
  port: number,
  site: Site = strictSite('Claude', '/callback'),
): Promise<CallbackServer> {
  const { log } = program;
  let deliver: (callback: Callback) => void = () => undefined;
  const first = new Promise<Callback>(resolve => (deliver = resolve));
  let full = false;

  const send = (callback: Callback): void => {
    if (full) log.line('warning', 'oauth_server.go:293', 'OAuth result channel is full, result dropped');
    else deliver(callback);
    full = true;
  };
  const server = await listen(program, port, site(program, send));
  return {
    wait: timeoutMs =>
      new Promise(resolve => {
        const timer = setTimeout(() => resolve(undefined), timeoutMs);
        void first.then(callback => {
          clearTimeout(timer);
          resolve(callback);
        });
      }),
    stop: () => stop(server),
  };
}

/** Claude's and Codex': it says what is missing, and has a page for the success. */
export function strictSite(title: string, path: string): Site {
  return ({ log }, send) =>
    (request, response) => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const plain = (status: number, text: string): void => {
        response.writeHead(status, {
          'content-type': 'text/plain; charset=utf-8',
          'x-content-type-options': 'nosniff',
        });
        response.end(`${text}\n`);
      };
      const refuse = (source: string, logged: string, error: string, answer: string): void => {
        log.line('error', source, logged);
        send({ error });
        plain(400, answer);
      };
      if (url.pathname === '/success') {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(successPage(title));
      } else if (url.pathname !== path) {
        plain(404, '404 page not found');
      } else if (request.method !== 'GET') {
        plain(405, 'Method not allowed');
      } else {
        const code = url.searchParams.get('code') ?? '';
        const state = url.searchParams.get('state') ?? '';
        const error = url.searchParams.get('error') ?? '';
        if (error !== '') {
          refuse('oauth_server.go:172', `OAuth error received: ${error}`, error, `OAuth error: ${error}`);
        } else if (code === '') {
          const text = 'No authorization code received';
          refuse('oauth_server.go:182', text, 'no_code', text);
        } else if (state === '') {
          const text = 'No state parameter received';
          refuse('oauth_server.go:192', text, 'no_state', text);
        } else {
          send({ code, state });
          response.writeHead(302, { location: '/success', 'content-type': 'text/html; charset=utf-8' });
          response.end('<a href="/success">Found</a>.\n\n');
        }
      }
    };
}

function listen(program: Program, port: number, handler: RequestListener): Promise<Server> {
  const server = createServer({ requestTimeout: 10_000 }, handler);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortInUse() : error);
    });
    server.listen(listenAddress(program.behaviour, port), () => resolve(server));
  });
}

/** Lets answers under way go out, two seconds at most, as the original's graceful stop does. */
function stop(server: Server): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(() => server.closeAllConnections(), 2000);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** Antigravity's, and xAI's of before: it takes whatever comes, and has no other page. */
export function laxSite(path: string): Site {
  return (_program, send) => (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname !== path) {
      response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('404 page not found\n');
      return;
    }
    const value = (name: string): string => (url.searchParams.get(name) ?? '').trim();
    const error = value('error');
    send(error === '' ? { code: value('code'), state: value('state') } : { error });
    const isGood = value('code') !== '' && error === '';
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(
      isGood
        ? '<h1>Login successful</h1><p>You can close this window.</p>'
        : '<h1>Login failed</h1><p>Please check the CLI output.</p>',
    );
  };
}
