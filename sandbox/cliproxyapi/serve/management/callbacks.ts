import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfiguredProgram } from '../../program';
import { realPath } from '../../program';
import { since } from '../../version';
import type { Answer } from './management';
import type { Sessions } from './oauth-sessions';

/** What came back from the browser, as it lies in the auth directory until the login fetches it. */
export interface Brought {
  readonly code: string;
  readonly state: string;
  readonly error: string;
}

/** Providers whose callback comes back to the API's own port, by the path's first part. */
const known: Readonly<Record<string, string>> = {
  anthropic: 'anthropic',
  claude: 'anthropic',
  codex: 'codex',
  openai: 'codex',
  antigravity: 'antigravity',
};

/** `POST /oauth-callback` */
export function takeCallback(program: ConfiguredProgram, sessions: Sessions, body: string): Answer {
  const refuse = (status: number, error: string): Answer => ({ status, body: { status: 'error', error } });
  const asked = fieldsOf(body);
  if (asked === undefined) return refuse(400, 'invalid body');
  const url = asked['redirect_url'] ?? '';
  if (url !== '' && !URL.canParse(url)) return refuse(400, 'invalid redirect_url');
  const query = url === '' ? new URLSearchParams() : new URL(url).searchParams;
  const value = (name: string): string => (asked[name] ?? query.get(name) ?? '').trim();
  const brought = { code: value('code'), state: value('state'), error: value('error') };
  if (brought.state === '') return refuse(400, 'state is required');
  if (!isState(brought.state)) return refuse(400, 'invalid state');
  if (brought.code === '' && brought.error === '') return refuse(400, 'code or error is required');

  const session = sessions.find(brought.state);
  if (session === undefined) return refuse(404, 'unknown or expired state');
  if (session.completed) return refuse(409, 'oauth flow is already completed');
  const named = asked['provider'] ?? '';
  const provider = named === '' ? session.provider : known[named.toLowerCase()];
  if (provider === undefined) return refuse(400, 'unsupported provider');
  if (session.error !== '') {
    return refuse(
      409,
      since(program.behaviour.version, '7.2.23') ? session.error : 'oauth flow is not pending',
    );
  }
  if (provider !== session.provider) return refuse(400, 'provider does not match state');
  write(program, provider, brought);
  return { status: 200, body: { status: 'ok' } };
}

/** `GET /anthropic/callback` and the others: whatever comes, the answer is the same. False: no such path. */
export function takeBrowser(program: ConfiguredProgram, sessions: Sessions, url: URL): boolean {
  const [, first = ''] = /^\/([a-z]+)\/callback$/.exec(url.pathname) ?? [];
  if (!['anthropic', 'codex', 'antigravity'].includes(first)) return false;
  const value = (name: string): string => (url.searchParams.get(name) ?? '').trim();
  const state = value('state');
  const isAwaited = !since(program.behaviour.version, '6.6.30') || sessions.isPending(state, first);
  if (isState(state) && isAwaited) {
    write(program, first, {
      code: value('code'),
      state,
      error: value('error') || value('error_description'),
    });
  }
  return true;
}

export const browserPage =
  '<html><head><meta charset="utf-8"><title>Authentication successful</title>' +
  '<script>setTimeout(function(){window.close();},5000);</script></head>' +
  '<body><h1>Authentication successful!</h1><p>You can close this window.</p>' +
  '<p>This window will close automatically in 5 seconds.</p></body></html>';

/** Fetches what came back for a login; undefined while nothing has. */
export function fetchCallback(
  program: ConfiguredProgram,
  provider: string,
  state: string,
): Brought | undefined {
  const file = fileOf(program, provider, state);
  if (!existsSync(file)) return undefined;
  const { code = '', state: found = '', error = '' } = fieldsOf(readFileSync(file, 'utf8')) ?? {};
  rmSync(file);
  return { code, state: found, error };
}

function write(program: ConfiguredProgram, provider: string, brought: Brought): void {
  writeFileSync(fileOf(program, provider, brought.state), JSON.stringify(brought), { mode: 0o600 });
}

function fileOf({ behaviour, config }: ConfiguredProgram, provider: string, state: string): string {
  return join(realPath(behaviour, config.authDir), `.oauth-${provider}-${state}.oauth`);
}

function isState(state: string): boolean {
  return /^[\w.-]{1,128}$/.test(state) && !state.includes('..');
}

/** The texts of a JSON object; undefined for what is none. */
function fieldsOf(text: string): Readonly<Record<string, string>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const texts = Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    );
    return Object.fromEntries(texts);
  } catch {
    return undefined;
  }
}
