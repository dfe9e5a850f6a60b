import { setTimeout as after } from 'node:timers/promises';
import { behaviourNow } from '../../behaviour';
import type { ConfiguredProgram } from '../../program';
import { since } from '../../version';
import type { Tokens } from '../../login/exchange';
import { fetchCallback, takeBrowser, takeCallback, type Brought } from './callbacks';
import { redirectFlows, type RedirectFlow } from './flows';
import type { Answer, Route } from './management';
import { createSessions, type Sessions } from './oauth-sessions';

/** Logins that the server itself runs, for those who ask its Management API. */
export interface Logins {
  readonly routes: Readonly<Record<string, Route>>;
  /** Takes what a browser brings to the API's own port, which needs no key. False: no such path. */
  readonly browser: (url: URL) => boolean;
}

/** How often it is looked whether a callback has come. */
const lookEveryMs = 500;

export function createLogins(program: ConfiguredProgram, now: () => number): Logins {
  const { version } = program.behaviour;
  const sessions = createSessions(version, now);
  const stateOf = (query: URLSearchParams): string => (query.get('state') ?? '').trim();
  const begin = Object.values(redirectFlows).filter(flow => since(version, flow.since));
  return {
    routes: {
      ...Object.fromEntries(
        begin.map(flow => [`GET /${flow.provider}-auth-url`, () => beginRedirect(program, sessions, flow)]),
      ),
      'GET /get-auth-status': (_program, { query }) => {
        const state = stateOf(query);
        return { status: 200, body: state === '' ? { status: 'ok' } : sessions.status(state) };
      },
      ...(since(version, '6.6.30') && {
        'POST /oauth-callback': (_program, { body }) => takeCallback(program, sessions, body),
      }),
      ...(since(version, '7.2.64') && {
        'DELETE /oauth-session': (_program, { query }) => cancel(sessions, stateOf(query)),
      }),
    },
    browser: url => takeBrowser(program, sessions, url),
  };
}

function cancel(sessions: Sessions, state: string): Answer {
  if (state === '') return { status: 400, body: { status: 'error', error: 'missing state' } };
  return { status: 200, body: { status: 'ok', cancelled: sessions.cancel(state) } };
}

/** Answers with the link, and goes on by itself. */
function beginRedirect(program: ConfiguredProgram, sessions: Sessions, flow: RedirectFlow): Answer {
  const { output, log } = program;
  const { version } = program.behaviour;
  output.print(`Initializing ${flow.title} authentication...\n`);
  const login = flow.begin(program);
  const { url, state } = login;
  sessions.begin(state, flow.provider);
  finish().catch((error: unknown) => log.line('error', 'auth_files.go:990', String(error)));
  return { status: 200, body: { status: 'ok', url, state } };

  async function finish(): Promise<void> {
    // As things are when it begins: the server was started long ago.
    const current = { ...program, behaviour: { ...program.behaviour, ...changed() } };
    const brought = await comesBack();
    if (brought === undefined) return;
    if (brought === 'never') {
      fail(flow.words.timeout, 'Authentication timed out. Please try again.');
      return;
    }
    if (brought.error !== '') {
      const denied = brought.error === 'access_denied';
      fail(flow.words.denied, denied ? 'Authentication was cancelled or denied.' : 'Authentication failed: ');
      return;
    }
    const tokens = await login.redeem(current, brought).catch((error: unknown) => messageOf(error));
    if (typeof tokens === 'string') failExchange(tokens);
    // A login that was cancelled meanwhile saves nothing.
    else if (!since(version, '7.2.64') || sessions.isPending(state, flow.provider)) save(current, tokens);
  }

  function save(current: ConfiguredProgram, tokens: Tokens): void {
    let path;
    try {
      path = login.save(current, tokens);
    } catch (error) {
      const sentence = `${flow.words.save}: ${messageOf(error)}`;
      if (since(version, '6.5.59')) {
        fail(flow.words.save, sentence);
        return;
      }
      // `log.Fatalf`, which ends the whole server.
      log.line('fatal', 'auth_files.go:863', sentence);
      process.exit(1);
    }
    output.print(`Authentication successful! Token saved to ${path}\n`);
    output.print(`You can now use ${flow.title} services through this CLI\n`);
    sessions.complete(state, flow.provider);
  }

  /** Undefined where nobody waits for it any more. */
  async function comesBack(): Promise<Brought | 'never' | undefined> {
    const { waitMs } = behaviourNow();
    output.print('Waiting for authentication callback...\n');
    const startedAtMs = Date.now();
    for (;;) {
      if (since(version, '6.6.30') && !sessions.isPending(state, flow.provider)) return undefined;
      if (Date.now() - startedAtMs > waitMs) return 'never';
      const brought = fetchCallback(program, flow.provider, state);
      if (brought !== undefined) return brought;
      await after(lookEveryMs);
    }
  }

  function failExchange(cause: string): void {
    const [, status] = /^token exchange failed with status (\d+)/.exec(cause) ?? [];
    if (status !== undefined && !since(version, '6.7.22')) {
      fail(`token exchange failed with status ${status}`, cause);
      return;
    }
    const sentence = 'Failed to exchange authorization code for tokens';
    fail(flow.words.exchange, `${sentence}: code_exchange_failed: ${sentence} (caused by: ${cause})`);
  }

  function fail(error: string, sentence: string): void {
    log.line('error', 'auth_files.go:811', sentence);
    sessions.fail(state, error);
  }
}

/** Of what can be changed while a server runs, what a login goes by. */
function changed() {
  const { exchange, exchangeMs, save, providerUrl } = behaviourNow();
  return { exchange, exchangeMs, save, providerUrl };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
