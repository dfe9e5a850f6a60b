import type { CliProxies } from '../cliproxy/cliproxies';
import { handToServer } from '../cliproxy/managed-login';
import { providers } from '../cliproxy/providers';
import { UserError } from '../errors';
import type { Tasks } from '../jobs/contracts';
import type { Login, LoginId } from '../jobs/login';
import type { Jobs } from '../jobs/jobs';
import { readCallback, type Callback } from './callback';
import { deliverCallback } from './program';
import { announce, isOver } from './announce';

/**
 * Checks what a person pasted against their own waiting logins and hands it to the one it belongs to. A wrong
 * paste costs nothing: the program would take the first callback that comes, so only the right one is sent.
 *
 * @throws UserError any `paste-…`, `nothing-to-paste`, `no-login-of-yours`, `callback-…`, and whatever keeps the
 * server out of reach.
 */
export async function passCallback(
  jobs: Jobs,
  proxies: CliProxies,
  { person, pasted }: Tasks['callback']['data'],
): Promise<LoginId> {
  const lines = await Promise.all(proxies.names.map(name => jobs.line(name)));
  const own = lines.flat().filter(login => login.requester.id === person);
  const callback = read(pasted, own);
  const login = own.find(({ state }) => state.kind === 'waiting' && state.oauthState === callback.oauthState);
  if (login?.state.kind !== 'waiting') throw new UserError({ code: whyNone(own) });

  const proxy = proxies.known(login.server);
  const { server } = proxy;
  const provider = providers[login.provider];
  const { port } = login.state;
  const container = await server.container();
  if (port === undefined) await handToServer(proxy, container, provider, callback);
  else await deliverCallback(server, container, provider, callback, port);
  await jobs.signal({ kind: 'delivered', login: login.id });
  return login.id;
}

/** Of somebody whose logins all want a code confirmed, nothing that is pasted can be what they meant. */
function read(pasted: string, own: readonly Login[]): Callback {
  const confirming = own.filter(({ state }) => state.kind === 'confirming');
  if (own.length > 0 && confirming.length === own.length) throw new UserError({ code: 'nothing-to-paste' });
  return readCallback(pasted);
}

function whyNone(
  own: readonly Login[],
): 'paste-other-login' | 'paste-already-delivered' | 'no-login-of-yours' {
  if (own.some(({ state }) => state.kind === 'waiting')) return 'paste-other-login';
  if (own.some(({ state }) => state.kind === 'checking' || state.kind === 'loading'))
    return 'paste-already-delivered';
  return 'no-login-of-yours';
}

/**
 * Cancels a login wherever it is: one in line ends at once, a running one by the worker that holds it.
 *
 * @throws UserError `login-is-over`.
 */
export async function cancelLogin(jobs: Jobs, { login: id, by }: Tasks['cancel']['data']): Promise<null> {
  const login = await jobs.login(id);
  if (login === undefined || isOver(login.state)) throw new UserError({ code: 'login-is-over' });
  if (login.state.kind === 'queued') {
    await announce(jobs, login, { kind: 'failed', problem: { code: 'cancelled', by } });
  }
  // Also when it was in line: it may have begun in this very moment.
  await jobs.signal({ kind: 'cancel', login: id, by });
  return null;
}
