import { readdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ConfiguredProgram } from '../../program';
import { realPath } from '../../program';
import { listAuthFiles } from './auth-files';
import type { Gate } from './gate';
import { createGate } from './gate';
import { hashedSecret, isKeyOf } from './secret';

/** What a route answers with, as JSON. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}
type Route = (program: ConfiguredProgram, isLoaded: (file: string) => boolean) => Answer;

const prefix = '/v0/management';

const routes: Readonly<Record<string, Route>> = {
  'GET /auth-files': listAuthFiles,
};

/** Answers a request of the Management API. False: there is no such route. */
export type Management = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * The Management API. Without a key there is none: its routes are not even registered. `password` is the variable
 * `MANAGEMENT_PASSWORD`, which lets other machines in as well.
 */
export function createManagement(
  program: ConfiguredProgram,
  password: string,
  now: () => number,
): Management {
  const { config, configFile, behaviour, traits } = program;
  const hash = hashedSecret(realPath(behaviour, configFile), config.management.secretKey);
  if (hash === '' && password === '') return () => false;
  const isLoaded = loadedFiles(program);
  const gate = createGate(
    {
      allowRemote: config.management.allowRemote || password !== '',
      bansLocal: traits.bansLocal,
      opens: key => key === password || isKeyOf(hash, key),
    },
    now,
  );
  return (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const route = routes[`${request.method} ${path.slice(prefix.length)}`];
    if (!path.startsWith(`${prefix}/`) || route === undefined) return false;
    if (traits.versionHeader) {
      response.setHeader('X-CPA-VERSION', behaviour.version);
      response.setHeader('X-CPA-COMMIT', behaviour.commit);
      response.setHeader('X-CPA-BUILD-DATE', behaviour.builtAt);
    }
    const { status, body } = refused(program, gate, request) ?? route(program, isLoaded);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
    response.end(JSON.stringify(body));
    return true;
  };
}

/** Which credential files the program knows: every one, or those that it found as it started. */
function loadedFiles({ behaviour, config }: ConfiguredProgram): (file: string) => boolean {
  if (behaviour.hotLoad) return () => true;
  const found = new Set(readdirSync(realPath(behaviour, config.authDir)));
  return file => found.has(file);
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
