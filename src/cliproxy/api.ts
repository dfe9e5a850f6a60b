import { UserError } from '../errors';
import {
  PortUnreachable,
  type Container,
  type Endpoint,
  type HttpAnswer,
  type HttpRequest,
  type Server,
} from '../server/server';
import type { ServerSettings } from '../server/settings';
import { speaksTls } from './answering';

/** The one that guides write; the program itself never had it. */
export const guidePort = 8080;
const knockMs = 5_000;

/** CLIProxyAPI's own API (`/v1`), where it was found. */
export interface Api {
  readonly server: string;
  /** The port of the container that answered. */
  readonly port: number;
  /** Whether there is a key to ask with. The program needs none where its `api-keys` are empty. */
  readonly hasKey: boolean;
  /** One request with the key; undefined when no answer came in time. Throws UserError `connection-lost`. */
  ask(request: HttpRequest, timeoutMs: number): Promise<HttpAnswer | undefined>;
}

/**
 * Finds the API: at the configured port, or at the one of the guides when nothing answers there. Nobody is shown the
 * key before; whoever answers at the port of the guides is taken for CLIProxyAPI only if its first page says so.
 *
 * @throws UserError `api-silent`, `api-speaks-tls`, `example-keys`; whatever keeps the server out of reach.
 */
export async function findApi(server: Server, container: Container, place: ServerSettings): Promise<Api> {
  const ports = [...new Set([place.apiPort, guidePort])];
  for (const port of ports) {
    for (const endpoint of container.endpoints(port)) {
      const page = await ask(server, endpoint, { path: '/' }, knockMs);
      if (page === undefined || (port !== place.apiPort && !isFirstPage(page))) continue;
      if (speaksTls(page)) throw new UserError({ code: 'api-speaks-tls', server: server.name, port });
      if (isExampleKeysPage(page)) throw new UserError({ code: 'example-keys', server: server.name });
      return apiAt(server, endpoint, port, place.apiKey);
    }
  }
  throw new UserError({ code: 'api-silent', server: server.name, ports });
}

function apiAt(server: Server, endpoint: Endpoint, port: number, key: string | undefined): Api {
  return {
    server: server.name,
    port,
    hasKey: key !== undefined,
    ask: (request, timeoutMs) => {
      const headers = { ...request.headers, ...(key !== undefined && { authorization: `Bearer ${key}` }) };
      return ask(server, endpoint, { ...request, headers }, timeoutMs);
    },
  };
}

async function ask(
  server: Server,
  endpoint: Endpoint,
  request: HttpRequest,
  timeoutMs: number,
): Promise<HttpAnswer | undefined> {
  try {
    return await server.request(endpoint, request, timeoutMs);
  } catch (error) {
    if (error instanceof PortUnreachable) return undefined;
    throw error;
  }
}

/** `{"message":"CLI Proxy API Server","endpoints":[…]}` */
function isFirstPage(page: HttpAnswer): boolean {
  return page.body.includes('CLI Proxy API') || isExampleKeysPage(page);
}

/** What stands there instead while a key of the example configuration is in `api-keys`, from v7.1.46 on. */
function isExampleKeysPage({ body }: HttpAnswer): boolean {
  return body.includes('<title>Example API key detected</title>');
}
