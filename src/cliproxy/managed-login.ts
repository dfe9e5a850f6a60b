import { z } from 'zod';
import { UserError, type Problem } from '../errors';
import { PortUnreachable, type Container, type HttpAnswer } from '../server/server';
import type { CliProxy } from './cliproxies';
import type { Managed, Management } from './management';
import { oneLine } from './one-line';
import type { Provider } from './provider';
import { jsonIn } from './json';

const deliveryTimeoutMs = 10_000;

/** A login that the server itself began: it waits for its callback, or asks the provider, without a port. */
export interface ManagedLogin {
  readonly link: string;
  /** What the server calls it; in the link as well where that brings a callback back. */
  readonly oauthState: string;
  /** Of a login by code. Absent where the link holds it. */
  readonly userCode?: string;
  /** How long a code is good, where that was said. */
  readonly withinMs?: number;
  /** Of CLIProxyAPI, without its `v`. */
  readonly version?: string;
}

/** How a login is, in the server's words. Before v7.2.62 one that it does not know is `ok` as well. */
export type ManagedStatus =
  | { readonly kind: 'waiting' | 'ok' }
  | { readonly kind: 'failed'; readonly error: string }
  /** It could not be asked. */
  | { readonly kind: 'unknown'; readonly state: Exclude<Managed<unknown>['state'], 'answered'> };

/** What the browser brought back. */
interface Answered {
  readonly oauthState: string;
  readonly code?: string;
  readonly error?: string;
}

const begun = z.object({
  url: z.url(),
  state: z.string().min(1),
  user_code: z.string().min(1).optional(),
  expires_in: z.number().positive().optional(),
});
const status = z.object({ status: z.enum(['wait', 'ok', 'error']), error: z.string().optional() });
const refusal = z.object({ error: z.string() });

/**
 * Asks the server to begin a login; undefined where it cannot, whyever: then there is the program. Without
 * `is_webui`, which would have it listen on a port.
 *
 * @throws UserError whatever keeps the server out of reach.
 */
export async function beginManaged(
  management: Management,
  container: Container,
  provider: Provider,
): Promise<ManagedLogin | undefined> {
  if (provider.managed === undefined) return undefined;
  const managed = await management.request(container, { path: provider.managed.authUrl });
  if (managed.state !== 'answered' || managed.answer.status !== 200) return undefined;
  const { data } = begun.safeParse(jsonIn(managed.answer.body));
  if (data === undefined) return undefined;
  // xAI's link was one to come back from before v7.2.64, and to a port that nobody forwards.
  const comesBack = new URL(data.url).searchParams.has('redirect_uri');
  if (comesBack !== (provider.redirect !== undefined)) {
    await forgetManaged(management, container, data.state);
    return undefined;
  }
  return {
    link: data.url,
    oauthState: data.state,
    ...(data.user_code !== undefined && { userCode: data.user_code }),
    ...(data.expires_in !== undefined && { withinMs: data.expires_in * 1_000 }),
    ...(managed.version !== undefined && { version: managed.version.replace(/^v/, '') }),
  };
}

/** Throws UserError whatever keeps the server out of reach. */
export async function managedStatus(
  management: Management,
  container: Container,
  oauthState: string,
): Promise<ManagedStatus> {
  const managed = await management.request(container, {
    path: `/get-auth-status?state=${encodeURIComponent(oauthState)}`,
  });
  if (managed.state !== 'answered') return { kind: 'unknown', state: managed.state };
  const { data } = status.safeParse(jsonIn(managed.answer.body));
  if (data === undefined) return { kind: 'unknown', state: 'unavailable' };
  if (data.status === 'error') return { kind: 'failed', error: data.error ?? '' };
  return { kind: data.status === 'wait' ? 'waiting' : 'ok' };
}

/**
 * Has the server forget a login, so that nothing of it can be saved any more (v7.2.64). Throws UserError whatever
 * keeps the server out of reach.
 *
 * @returns whether it was still waiting for something, and is not now.
 */
export async function forgetManaged(
  management: Management,
  container: Container,
  oauthState: string,
): Promise<boolean> {
  const path = `/oauth-session?state=${encodeURIComponent(oauthState)}`;
  const managed = await management.request(container, { method: 'DELETE', path });
  if (managed.state !== 'answered' || managed.answer.status !== 200) return false;
  return z.object({ cancelled: z.literal(true) }).safeParse(jsonIn(managed.answer.body)).success;
}

/**
 * Hands a callback to the server: by the Management API since v6.6.30, before it on the path that the browser would
 * take, which asks for no key and says nothing of how it went.
 *
 * @throws UserError `callback-unreachable`, `paste-already-delivered`, `callback-rejected`.
 */
export async function handToServer(
  { server, place, management }: Pick<CliProxy, 'server' | 'place' | 'management'>,
  container: Container,
  { managed: way }: Provider,
  callback: Answered,
): Promise<void> {
  const unreachable: Problem = { code: 'callback-unreachable', server: server.name };
  if (way === undefined) throw new UserError(unreachable);
  const { oauthState: state, code, error } = callback;
  const answer = { state, ...(code !== undefined && { code }), ...(error !== undefined && { error }) };
  const posted = await management.request(container, {
    method: 'POST',
    path: '/oauth-callback',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ provider: way.name, ...answer }),
  });
  if (posted.state === 'answered') {
    throwRefusal(posted.answer);
    return;
  }
  if (way.callback === undefined) throw new UserError(unreachable);
  const path = `${way.callback}?${new URLSearchParams(answer).toString()}`;
  for (const endpoint of container.endpoints(place.apiPort)) {
    const given = await server.request(endpoint, { path }, deliveryTimeoutMs).catch((reason: unknown) => {
      if (reason instanceof PortUnreachable) return undefined;
      throw reason;
    });
    if (given?.status === 200) return;
  }
  throw new UserError(unreachable);
}

function throwRefusal(answer: HttpAnswer): void {
  if (answer.status === 200) return;
  // Somebody was faster, or it is being exchanged.
  if (answer.status === 409) throw new UserError({ code: 'paste-already-delivered' });
  const { data } = refusal.safeParse(jsonIn(answer.body));
  throw new UserError({ code: 'callback-rejected', detail: oneLine(data?.error ?? `${answer.status}`) });
}
