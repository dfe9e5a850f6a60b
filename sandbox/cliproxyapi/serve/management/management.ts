import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ConfiguredProgram, RunningProgram } from '../../program';
import { realPath } from '../../program';
import { since } from '../../version';
import { loadedFiles } from '../loaded-files';
import { listAuthFiles } from './auth-files';
import type { Gate } from './gate';
import { createGate } from './gate';
import type { Logins } from './logins';
import { routingRoutes } from './routing';
import { hashedSecret, isKeyOf } from './secret';

/** What a route answers with, as JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What a route is asked. */
export interface Asked {
  readonly query: URLSearchParams;
  /** As it came; empty where there is none. */
  readonly body: string;
  /** Whether the program has noticed a credential file. */
  readonly isLoaded: (file: string) => boolean;
}
export type Route = (program: RunningProgram, asked: Asked) => Answer | Promise<Answer>;

const prefix = '/v0/management';

const routes: Readonly<Record<string, Route>> = {
  'GET /auth-files': (program, { isLoaded }) => listAuthFiles(program, isLoaded),
};

/** Answers a request of the Management API. False: there is no such route. */
export type Management = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * The Management API. Without a key there is none: its routes are not even registered. `password` is the variable
 * `MANAGEMENT_PASSWORD`, which lets other machines in as well.
 */
export function createManagement(
  program: RunningProgram,
  password: string,
  now: () => number,
  logins: Logins,
): Management {
  const { config, configFile, behaviour } = program;
  const hash = hashedSecret(realPath(behaviour, configFile), config.management.secretKey);
  if (hash === '' && password === '') return () => false;
  const isLoaded = loadedFiles(program);
  const gate = createGate(
    {
      allowRemote: config.management.allowRemote || password !== '',
      bansLocal: program.traits.bansLocal,
      opens: key => key === password || isKeyOf(hash, key),
    },
    now,
  );
  const all = { ...routes, ...routingRoutes(behaviour.version), ...logins.routes };
  return (request, response) => {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', 'http://localhost');
    const asked = `${request.method} ${pathname.slice(prefix.length)}`;
    const route = all[asked];
    if (!pathname.startsWith(`${prefix}/`) || route === undefined) return false;
    nameVersion(program, response);
    const isOpen = asked === 'POST /oauth-callback' && since(behaviour.version, '7.2.23');
    const refusal = isOpen ? undefined : refused(program, gate, request);
    if (refusal === undefined) {
      bodyOf(request)
        .then(async body => route(program, { query, body, isLoaded }))
        // As the web framework does with a panic.
        .catch(() => ({ status: 500, body: '' }))
        .then(answered => give(response, answered))
        .catch(() => response.destroy());
    } else {
      give(response, refusal);
    }
    return true;
  };
}

function nameVersion({ traits, behaviour }: ConfiguredProgram, response: ServerResponse): void {
  if (!traits.versionHeader) return;
  response.setHeader('X-CPA-VERSION', behaviour.version);
  response.setHeader('X-CPA-COMMIT', behaviour.commit);
  response.setHeader('X-CPA-BUILD-DATE', behaviour.builtAt);
}

function give(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

function refused(program: ConfiguredProgram, gate: Gate, request: IncomingMessage): Answer | undefined {
  const { address, local } = client(program, request);
  const refusal = gate({ address, local, key: keyOf(request) });
  return refusal && { status: refusal.status, body: { error: refusal.error } };
}

/** Whoever comes by a port that was moved comes from outside the container: there they are its gateway. */
function client({ behaviour, config }: ConfiguredProgram, { socket }: IncomingMessage) {
  if (behaviour.ports[String(config.port)] !== undefined) return { address: '172.18.0.1', local: false };
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return { address, local: address === '127.0.0.1' || address === '::1' };
}

function keyOf({ headers }: IncomingMessage): string {
  const { authorization = '' } = headers;
  const [, bearer = authorization] = /^bearer (.*)$/i.exec(authorization) ?? [];
  return bearer === '' ? String(headers['x-management-key'] ?? '') : bearer;
}
