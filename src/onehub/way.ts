import { UserError } from '../errors';
import { PortUnreachable, type HttpAnswer, type HttpRequest, type Server } from '../server/server';
import type { OneHubSettings } from './settings';

/**
 * One request to One-Hub, below its address. Redirects are not followed: they would make a GET of what writes. Throws
 * UserError `onehub-unreachable`, and whatever keeps the server out of reach that leads there.
 */
export type Way = (request: HttpRequest, timeoutMs: number) => Promise<HttpAnswer>;

/** How people know it: `hub.example.org`, `10.0.0.1:3000`. */
export function hostOf({ url }: OneHubSettings): string {
  return new URL(url).host;
}

/** From the machine that the worker runs on. */
export function directWay(settings: OneHubSettings): Way {
  return async ({ method = 'GET', path, headers = {}, body }, timeoutMs) => {
    try {
      const answer = await fetch(`${settings.url}${path}`, {
        method,
        headers,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        ...(body !== undefined && { body }),
      });
      return {
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: await answer.text(),
      };
    } catch (cause) {
      throw new UserError({ code: 'onehub-unreachable', host: hostOf(settings) }, cause);
    }
  };
}

/** Through the SSH of a server, as seen from there. */
export function wayThrough(server: Server, settings: OneHubSettings): Way {
  const { hostname, port, pathname } = new URL(settings.url);
  const target = { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? 80 : Number(port) };
  const below = pathname.replace(/\/+$/, '');
  return async (request, timeoutMs) => {
    try {
      return await server.request(target, { ...request, path: `${below}${request.path}` }, timeoutMs);
    } catch (cause) {
      if (!(cause instanceof PortUnreachable)) throw cause;
      throw new UserError({ code: 'onehub-unreachable', host: hostOf(settings), via: server.name }, cause);
    }
  };
}
