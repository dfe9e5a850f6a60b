import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { ConfiguredProgram } from '../program';
import { listenAddress } from '../program';
import { createManagement } from './management/management';

/** The HTTP server on the configured port: enough of it to be found alive and asked about its accounts. */
export function startApi(program: ConfiguredProgram): Promise<Server> {
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

function answer(program: ConfiguredProgram): RequestListener {
  const manage = createManagement(program, process.env['MANAGEMENT_PASSWORD'] ?? '', Date.now);
  return (request, response) => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const json = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
      response.end(request.method === 'HEAD' ? undefined : JSON.stringify(body));
    };
    if (manage(request, response)) return;
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
