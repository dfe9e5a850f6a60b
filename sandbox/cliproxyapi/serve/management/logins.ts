import type { ConfiguredProgram } from '../../program';
import { since } from '../../version';
import { takeBrowser, takeCallback } from './callbacks';
import { beginDevice } from './device-logins';
import { deviceFlows, redirectFlows } from './flows';
import type { Answer, Route } from './management';
import { createSessions, type Sessions } from './oauth-sessions';
import { beginRedirect } from './redirect-logins';

/** Logins that the server itself runs, for those who ask its Management API. */
export interface Logins {
  readonly routes: Readonly<Record<string, Route>>;
  /** Takes what a browser brings to the API's own port, which needs no key. False: no such path. */
  readonly browser: (url: URL) => boolean;
}

export function createLogins(program: ConfiguredProgram, now: () => number): Logins {
  const { version } = program.behaviour;
  const sessions = createSessions(version, now);
  const stateOf = (query: URLSearchParams): string => (query.get('state') ?? '').trim();
  const begin = [
    ...redirectFlows.map(flow => ({ flow, route: () => beginRedirect(program, sessions, flow) })),
    ...deviceFlows.map(flow => ({ flow, route: () => beginDevice(program, sessions, flow) })),
  ].filter(({ flow }) => since(version, flow.since));
  return {
    routes: {
      ...Object.fromEntries(begin.map(({ flow, route }) => [`GET /${flow.provider}-auth-url`, route])),
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
