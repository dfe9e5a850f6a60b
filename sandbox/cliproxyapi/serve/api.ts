import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { RunningProgram } from '../program';
import { listenAddress } from '../program';
import { browserPage } from './management/callbacks';
import { createLogins } from './management/logins';
import { createManagement } from './management/management';
import { createApi } from './v1/v1';

/** The HTTP server on the configured port: its health, its API for clients, and its Management API. */
export function startApi(program: RunningProgram): Promise<Server> {
  const { behaviour, config } = program;
  const { port, host = config.host } = listenAddress(behaviour, config.port);
  if (behaviour.bindFails) {
    return Promise.reject(Object.assign(new Error('no such address'), { code: 'EADDRNOTAVAIL' }));
  }
  const server = createServer(behaviour.silentPort ? () => undefined : answer(program));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host === '' ? {} : { host }) }, () => resolve(server));
  });
}

function answer(program: RunningProgram): RequestListener {
  const logins = createLogins(program, Date.now);
  const manage = createManagement(program, process.env['MANAGEMENT_PASSWORD'] ?? '', Date.now, logins);
  const serveClients = createApi(program);
  return (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const json = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
      response.end(request.method === 'HEAD' ? undefined : JSON.stringify(body));
    };
    if (serveClients(request, response) || manage(request, response)) return;
    if (request.method === 'GET' && logins.browser(new URL(request.url ?? '/', 'http://localhost'))) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(browserPage);
      return;
    }
    if (path === '/' && request.method === 'GET') {
      json(200, {
        message: 'CLI Proxy API Server',
        endpoints: ['POST /v1/chat/completions', 'POST /v1/completions', 'GET /v1/models'],
      });
    } else if (path === '/healthz' && program.traits.healthz) {
      json(200, { status: 'ok' });
    } else {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found');
    }
  };
}
