import type { IncomingMessage, ServerResponse } from 'node:http';
import { readConfig } from '../../config';
import type { ConfiguredProgram } from '../../program';
import { realPath } from '../../program';
import { loadedFiles } from '../loaded-files';
import type { ApiAnswer } from './answers';
import { json } from './answers';
import { apiTraitsOf } from './api-traits';
import { clientsOf, type Client } from './clients';
import { complete } from './completions';
import { refusedAtDoor } from './door';
import { ownerOf } from './models';
import { examplePage, hasExampleKeys, isPageOnly, shut } from './safe-mode';

const notFound: ApiAnswer = {
  status: 404,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body: '404 page not found\n',
};

/** Answers a request of the API, or for the page that stands in its place. False: it is none of these. */
export type Api = (request: IncomingMessage, response: ServerResponse) => boolean;

/** The part of the API that clients use: models and completions. */
export function createApi(program: ConfiguredProgram): Api {
  const isLoaded = loadedFiles(program);
  const traits = apiTraitsOf(program.behaviour.version);
  const pageOnly = isPageOnly(program);
  let keys = program.config.apiKeys;

  return (request, response) => {
    const route = routeOf(request);
    if (route === undefined) return false;
    route()
      .then(answer => {
        if (answer !== undefined) response.writeHead(answer.status, answer.headers).end(answer.body);
      })
      .catch(() => response.destroy());
    return true;
  };

  /** How a request is answered, if at all; undefined: not here. */
  function routeOf(request: IncomingMessage): (() => Promise<ApiAnswer | undefined>) | undefined {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const asked = `${request.method} ${pathname}`;
    // What replaces the server looks at the configuration once.
    if (!pageOnly) keys = keysNow(program) ?? keys;
    if (pageOnly || (traits.safeMode === 'shut' && hasExampleKeys(keys))) {
      if (asked === 'GET /') return () => Promise.resolve(examplePage(keys));
      if (pageOnly) return () => Promise.resolve(notFound);
      if (/^\/v1(?:\/|$)/.test(pathname)) return () => Promise.resolve(shut());
      return undefined;
    }
    const refusal = refusedAtDoor(request, searchParams, keys);
    switch (asked) {
      case 'GET /v1/models':
        return () => Promise.resolve(refusal ?? modelList(clientsOf(program, isLoaded)));
      case 'POST /v1/chat/completions':
        return async () => {
          const body = await bodyOf(request);
          return refusal ?? complete(body, clientsOf(program, isLoaded), traits);
        };
      default:
        return undefined;
    }
  }
}

/** Undefined while the file cannot be read: then what was in force stays so. */
function keysNow({ behaviour, configFile, home }: ConfiguredProgram): readonly string[] | undefined {
  try {
    return readConfig(realPath(behaviour, configFile), configFile, home).apiKeys;
  } catch {
    return undefined;
  }
}

/** Models that somebody can serve, now or after a while; in an order of chance, as a map of Go has it. */
function modelList(clients: readonly Client[]): ApiAnswer {
  const byModel = new Map<string, Client[]>();
  for (const client of clients) {
    for (const model of client.models) byModel.set(model, [...(byModel.get(model) ?? []), client]);
  }
  const data = [...byModel]
    .filter(([, able]) => {
      const has = (state: Client['state']): boolean => able.some(client => client.state === state);
      return has('fine') || !has('refused');
    })
    .map(([id, able]) => ({
      id,
      object: 'model',
      created: 1_759_104_000,
      owned_by: ownerOf(able[0]?.type ?? ''),
    }))
    .sort(() => Math.random() - 0.5);
  return json(200, { object: 'list', data });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}
