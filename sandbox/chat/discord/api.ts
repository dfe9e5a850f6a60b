import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { type Answer, notFound, refusal, unauthorized } from './answers';
import { changeMessage, createMessage, openChannel } from './channels';
import { isOfCdn, serveFile } from './cdn';
import type { Gateway } from './gateway';
import { changeAnswer, followUp, respondTo } from './interactions';
import { menu } from './menus';
import type { Pace } from './pace';
import type { Schemas } from './schemas';
import { changeThread } from './threads';
import { isTooLarge, unpacked, type Upload } from './uploads';
import { nowMs, type World } from './world';

export interface Api {
  readonly world: World;
  readonly schemas: Schemas;
  readonly gateway: () => Gateway;
  readonly gatewayUrl: () => string;
  readonly pace: Pace;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly files: readonly Upload[];
}

/** Discord's REST API, version 10, as far as a bot like ours uses it. Every refusal of a request is recorded. */
export function createApi(api: Api): Server {
  return createServer((request, response) => {
    if (isOfCdn(request.url ?? '')) {
      serveFile(api.world, request, response);
      return;
    }
    void handle(api, request, response).catch((error: unknown) => {
      api.world.violations.push(`the pretend API broke: ${String(error)}`);
      response.writeHead(500).end();
    });
  });
}

async function handle(api: Api, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const atMs = nowMs();
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://api');
  const parcel = unpacked(await buffer(request), request.headers['content-type']);
  api.world.violations.push(...parcel.problems);
  const call: Call = {
    method: request.method ?? 'GET',
    path: decodeURIComponent(pathname.replace(/^\/api\/v10/, '')),
    query: searchParams,
    body: parcel.body,
    files: parcel.files,
  };
  api.world.requests.push({ atMs, method: call.method, path: call.path, body: call.body });
  const answer = answerTo(api, call, pathname, request.headers.authorization, request.headers['user-agent']);
  judge(api.world, call, answer);
  send(response, answer);
}

function answerTo(
  api: Api,
  call: Call,
  pathname: string,
  authorization: string | undefined,
  agent: string | undefined,
): Answer {
  const { world } = api;
  if (!pathname.startsWith('/api/v10/')) return notFound;
  if (agent?.startsWith('DiscordBot (') !== true)
    world.violations.push('a request without a bot’s user agent');
  // Interactions and webhooks carry their own token; everything else needs the bot's.
  const carriesToken = /^\/(interactions|webhooks)\//.test(call.path);
  if (carriesToken && authorization !== undefined)
    world.violations.push('the bot’s token where none is needed');
  if (!carriesToken && authorization !== `Bot ${world.token}`) return unauthorized;
  return api.pace.meet(call.method, call.path, () => route(api, call));
}

const ID = String.raw`(\d{17,19})`;
const TOKEN = '([^/]+)';
const ROUTES: readonly {
  readonly match: RegExp;
  readonly query?: readonly string[];
  readonly act: (api: Api, call: Call, first: string, second: string) => Answer;
}[] = [
  { match: /^GET \/gateway\/bot$/, act: api => gatewayBot(api) },
  {
    match: new RegExp(`^(?:GET|PUT) /applications/${ID}/commands$`),
    query: ['with_localizations'],
    act: ({ world, schemas }, { method, query, body }) =>
      menu(world, schemas, method, undefined, query.has('with_localizations'), body),
  },
  {
    match: new RegExp(`^(?:GET|PUT) /applications/${ID}/guilds/${ID}/commands$`),
    query: ['with_localizations'],
    act: ({ world, schemas }, { method, query, body }, _application, guild) =>
      menu(world, schemas, method, guild, query.has('with_localizations'), body),
  },
  {
    match: /^POST \/users\/@me\/channels$/,
    act: ({ world, schemas }, { body }) => openChannel(world, schemas, body),
  },
  {
    match: new RegExp(`^POST /channels/${ID}/messages$`),
    act: ({ world, schemas, gateway }, { body, files }, channel) =>
      createMessage(world, schemas, gateway(), channel, body, files),
  },
  {
    match: new RegExp(`^(?:PATCH|DELETE) /channels/${ID}/messages/${ID}$`),
    act: ({ world, schemas }, { method, body, files }, channel, id) =>
      changeMessage(world, schemas, method, channel, id, body, files),
  },
  {
    match: new RegExp(`^PATCH /channels/${ID}$`),
    act: ({ world }, { body }, channel) => changeThread(world, channel, body),
  },
  {
    match: new RegExp(`^POST /interactions/${ID}/${TOKEN}/callback$`),
    query: ['with_response'],
    act: ({ world, schemas }, { query, body, files }, id, token) =>
      respondTo(world, schemas, id, token, query.get('with_response') === 'true', body, files),
  },
  {
    match: new RegExp(`^POST /webhooks/${ID}/${TOKEN}$`),
    query: ['wait'],
    act: ({ world, schemas }, { body, files }, _application, token) =>
      followUp(world, schemas, token, body, files),
  },
  {
    match: new RegExp(`^(?:PATCH|DELETE) /webhooks/${ID}/${TOKEN}/messages/(?:${ID}|@original)$`),
    act: ({ world, schemas }, { method, path, body, files }, _application, token) =>
      changeAnswer(world, schemas, method, token, path.slice(path.lastIndexOf('/') + 1), body, files),
  },
];

function route(api: Api, call: Call): Answer {
  for (const { match, query = [], act } of ROUTES) {
    const found = match.exec(`${call.method} ${call.path}`);
    if (found === null) continue;
    const strange = [...call.query.keys()].filter(key => !query.includes(key));
    if (strange.length > 0) api.world.violations.push(`${call.method}: unknown query ${strange.join(', ')}`);
    if (isTooLarge(call.files)) return refusal(40005);
    return act(api, call, found[1] ?? '', found[2] ?? '');
  }
  return notFound;
}

function gatewayBot(api: Api): Answer {
  const limit = { total: 1000, remaining: 999, reset_after: 3_600_000, max_concurrency: 1 };
  return { status: 200, body: { url: api.gatewayUrl(), shards: 1, session_start_limit: limit } };
}

/** What no right bot ever causes: a malformed or doubled request, an unknown route, a broken promise of speed. */
function judge(world: World, call: Call, answer: Answer): void {
  const code: unknown =
    typeof answer.body === 'object' && answer.body !== null ? Reflect.get(answer.body, 'code') : undefined;
  if (code === 40060 && world.lostAnswers.has(call.path)) return;
  if (
    code === 50035 ||
    code === 40005 ||
    code === 40060 ||
    code === 10062 ||
    code === 50006 ||
    answer === notFound
  ) {
    const masked = call.path.replace(/^(\/(?:interactions\/\d+|webhooks\/\d+)\/)[^/]+/, '$1…');
    world.violations.push(`${call.method} ${masked}: ${JSON.stringify(answer.body)}`);
  }
}

function send(response: ServerResponse, answer: Answer): void {
  const headers = {
    ...answer.headers,
    ...(answer.body === undefined ? {} : { 'content-type': 'application/json' }),
  };
  response.writeHead(answer.status, headers);
  response.end(answer.body === undefined ? undefined : JSON.stringify(answer.body));
}
