import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { EngineError, sendEmpty, sendJson } from './answers';
import { sendArchive, takeArchive } from './archive';
import type { Container } from './container';
import { createExec, inspectExec, startExec } from './exec-routes';
import { inspection, listing } from './inspect';
import { sendLogs } from './logs';

/** A request on its way to what answers it. */
export interface Call {
  readonly containers: ReadonlySet<Container>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  /** The container or exec that the path names, if it names one. */
  readonly id: string;
}

type Route = readonly [method: string, path: RegExp, handle: (call: Call) => void | Promise<void>];

const apiVersion = '1.47';
const one = (kind: string, what: string): RegExp => new RegExp(`^/${kind}/([^/]+)/${what}$`);

/** The part of the Docker Engine API that the pretend engine speaks, without the version in the path. */
export const routes: readonly Route[] = [
  ['GET', /^\/_ping$/, ping],
  ['HEAD', /^\/_ping$/, ping],
  ['GET', /^\/version$/, version],
  ['GET', /^\/containers\/json$/, list],
  ['GET', one('containers', 'json'), call => sendJson(call.response, 200, inspection(found(call)))],
  ['GET', one('containers', 'logs'), call => sendLogs(found(call), call.query, call.response)],
  ['GET', one('containers', 'top'), top],
  ['GET', one('containers', 'archive'), call => sendArchive(found(call), path(call), false, call.response)],
  ['HEAD', one('containers', 'archive'), call => sendArchive(found(call), path(call), true, call.response)],
  ['PUT', one('containers', 'archive'), unpack],
  ['POST', one('containers', 'start'), call => sendEmpty(call.response, found(call).start() ? 204 : 304)],
  ['POST', one('containers', 'stop'), stop],
  ['POST', one('containers', 'restart'), restart],
  ['POST', one('containers', 'exec'), call => createExec(call, runningContainer(call))],
  ['POST', one('exec', 'start'), startExec],
  ['GET', one('exec', 'json'), inspectExec],
];

/** By id, the beginning of one, or name, as everywhere in Docker. Throws 404. */
function found({ containers, id }: Call): Container {
  for (const container of containers) {
    if (container.settings.name === id || container.id.startsWith(id)) return container;
  }
  throw new EngineError(404, `No such container: ${id}`);
}

/** Throws 409 for one that is down. */
function runningContainer(call: Call): Container {
  const container = found(call);
  if (container.status !== 'running') throw new EngineError(409, `container ${container.id} is not running`);
  return container;
}

function path({ query }: Call): string {
  const given = query.get('path') ?? '';
  if (given === '') throw new EngineError(400, 'missing parameters: path');
  return given;
}

function ping({ request, response }: Call): void {
  response.writeHead(200, { 'api-version': apiVersion }).end(request.method === 'HEAD' ? undefined : 'OK');
}

function version({ response }: Call): void {
  sendJson(response, 200, { Version: '27.5.1', ApiVersion: apiVersion, MinAPIVersion: '1.24', Os: 'linux' });
}

function list({ containers, query, response }: Call): void {
  const all = ['1', 'true'].includes(query.get('all') ?? '');
  const filters = filtersOf(query.get('filters'));
  const passes = (container: Container): boolean =>
    (all || filters.status !== undefined || container.status === 'running') &&
    (filters.status?.includes(container.status) ?? true) &&
    (filters.id?.some(id => container.id.startsWith(id)) ?? true) &&
    (filters.name?.some(name => new RegExp(name).test(`/${container.settings.name}`)) ?? true);
  sendJson(response, 200, [...containers].filter(passes).map(listing));
}

const filterJson = z.record(z.string(), z.union([z.array(z.string()), z.record(z.string(), z.boolean())]));

type Filters = Partial<Record<'name' | 'id' | 'status', readonly string[]>>;

/** Filters are a JSON object of lists, or, from older clients, of objects whose keys count. */
function filtersOf(text: string | null): Filters {
  const given = filterJson.safeParse(JSON.parse(text ?? '{}'));
  if (!given.success) throw new EngineError(400, 'invalid filter');
  const known = Object.entries(given.data).map(([key, values]): [string, readonly string[]] => {
    if (!['name', 'id', 'status'].includes(key)) throw new EngineError(400, `invalid filter '${key}'`);
    return [key, Array.isArray(values) ? values : Object.keys(values)];
  });
  return Object.fromEntries(known);
}

function top(call: Call): void {
  const rows = runningContainer(call)
    .processes()
    .map(({ pid, command }) => ['root', String(pid), '1', '0', '12:00', '?', '00:00:00', command]);
  const titles = ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'];
  sendJson(call.response, 200, { Titles: titles, Processes: rows });
}

async function unpack(call: Call): Promise<void> {
  await takeArchive(found(call), path(call), call.request);
  sendEmpty(call.response, 200);
}

async function stop(call: Call): Promise<void> {
  sendEmpty(call.response, (await found(call).stop()) ? 204 : 304);
}

async function restart(call: Call): Promise<void> {
  const container = found(call);
  await container.stop();
  container.start();
  sendEmpty(call.response, 204);
}
