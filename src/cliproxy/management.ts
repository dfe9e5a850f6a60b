import { createHash } from 'node:crypto';
import { problemOf } from '../errors';
import type { Jobs } from '../jobs/jobs';
import {
  PortUnreachable,
  type Container,
  type HttpAnswer,
  type HttpRequest,
  type Server,
} from '../server/server';
import type { ServerSettings } from '../server/settings';
import { managedAccountsIn } from './managed-account';

const timeoutMs = 3_000;
/** One more refusal than this bans the address; the key may be changed while it is used. */
const mostAtOnce = 4;
/** How long a ban lasts that does not say so itself. */
const banMs = 30 * 60_000;

/** An account as the Management API shows it. Tokens and keys are not taken over. */
export interface ManagedAccount {
  readonly file: string;
  readonly status?: string;
  readonly message?: string;
  readonly disabled: boolean;
  readonly unavailable: boolean;
  readonly email?: string;
  readonly provider?: string;
  readonly lastRefreshAtMs?: number;
  readonly nextRetryAtMs?: number;
  readonly requests?: { readonly succeeded: number; readonly failed: number };
}

/** What asking the Management API came to. */
export type Managed<Answer> =
  | { readonly state: 'answered'; readonly answer: Answer; readonly version?: string }
  | {
      readonly state: 'no-key' | 'refused' | 'forbidden' | 'not-found' | 'unavailable';
      readonly version?: string;
    };

/**
 * CLIProxyAPI's Management API (`/v0/management`) through SSH. Never asked again after it refused the key: five
 * refusals ban the address for half an hour, and from v6.9.38 on the server's own too.
 */
export interface Management {
  /**
   * One request below `/v0/management`; `answered` is whatever came from behind its door, refusals of the request
   * itself included. Throws UserError for whatever keeps the server out of reach.
   */
  request(container: Container, request: HttpRequest): Promise<Managed<HttpAnswer>>;
  accounts(container: Container): Promise<Managed<readonly ManagedAccount[]>>;
}

export function createManagement(
  server: Server,
  place: ServerSettings,
  jobs: Pick<Jobs, 'read' | 'write'>,
  now: () => number = Date.now,
): Management {
  const { managementKey: key, apiPort } = place;
  let isRefused = false;
  let isAccepted = false;
  let bannedUntilMs = 0;
  let asked = 0;
  const lanes: Promise<unknown>[] = [];
  if (key === undefined) {
    const noKey = { state: 'no-key' } as const;
    return { request: () => Promise.resolve(noKey), accounts: () => Promise.resolve(noKey) };
  }
  // Too little of it to find the key by.
  const keyHash = createHash('sha256').update(key).digest('hex').slice(0, 6);

  return {
    request,
    accounts: async container => {
      const managed = await request(container, { path: '/auth-files' });
      if (managed.state !== 'answered') return managed;
      const accounts = managed.answer.status === 200 ? managedAccountsIn(managed.answer.body) : undefined;
      return accounts === undefined ? { ...managed, state: 'unavailable' } : { ...managed, answer: accounts };
    },
  };

  /** So many at the same time could be so many refusals; of a key that nobody took yet one is enough. */
  function request(container: Container, wanted: HttpRequest): Promise<Managed<HttpAnswer>> {
    const lane = isAccepted ? asked++ % mostAtOnce : 0;
    const answered = (lanes[lane] ?? Promise.resolve()).then(() => ask(container, wanted));
    lanes[lane] = answered.catch(() => undefined);
    return answered;
  }

  async function ask(container: Container, asked: HttpRequest): Promise<Managed<HttpAnswer>> {
    if (isRefused || now() < bannedUntilMs) return { state: 'refused' };
    const known = await remembered();
    if (known === 'unavailable') return { state: 'unavailable' };
    if (known === 'refused') {
      isRefused = true;
      return { state: 'refused' };
    }
    const headers = { ...asked.headers, authorization: `Bearer ${key}` };
    let last: Managed<HttpAnswer> = { state: 'unavailable' };
    for (const endpoint of container.endpoints(apiPort)) {
      const answer = await server
        .request(endpoint, { ...asked, path: `/v0/management${asked.path}`, headers }, timeoutMs)
        .catch((error: unknown) => {
          if (error instanceof PortUnreachable) return undefined;
          throw error;
        });
      if (answer === undefined) continue;
      last = await meaningOf(answer);
      // By another address we may be one of its own, and having asked costs nothing: no key was looked at.
      if (last.state !== 'forbidden') return last;
    }
    return last;
  }

  /** Another worker may have been refused meanwhile. Where nobody can say, one refusal fewer is safer. */
  async function remembered(): Promise<'refused' | 'unknown' | 'unavailable'> {
    try {
      const record = await jobs.read('refusedKey', server.name);
      return record?.keyHash === keyHash ? 'refused' : 'unknown';
    } catch (error) {
      if (problemOf(error) === undefined) throw error;
      return 'unavailable';
    }
  }

  async function meaningOf(answer: HttpAnswer): Promise<Managed<HttpAnswer>> {
    const header = answer.headers['x-cpa-version'];
    const version = header !== undefined && header !== '' && { version: header };
    if (answer.status === 401) {
      isRefused = true;
      await jobs.write('refusedKey', server.name, { keyHash });
      return { state: 'refused', ...version };
    }
    if (answer.status === 403) {
      const banned = bannedForMs(answer.body);
      if (banned !== undefined) {
        bannedUntilMs = now() + banned;
        return { state: 'refused', ...version };
      }
      const hasNoKey = answer.body.includes('management key not set');
      return { state: hasNoKey ? 'not-found' : 'forbidden', ...version };
    }
    // Without a route there is Go's plain sentence; behind the door everything is JSON.
    if (answer.status === 404 && !answer.body.trimStart().startsWith('{')) {
      return { state: 'not-found', ...version };
    }
    if (answer.status >= 500) return { state: 'unavailable', ...version };
    isAccepted = true;
    return { state: 'answered', answer, ...version };
  }
}

/** `IP banned due to too many failed attempts. Try again in 29m59s`, as Go writes a duration. */
function bannedForMs(body: string): number | undefined {
  if (!body.includes('banned')) return undefined;
  const [, hours = '0', minutes = '0', seconds = '0'] =
    /Try again in (?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?/.exec(body) ?? [];
  const ms = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1_000;
  return ms === 0 ? banMs : ms;
}
