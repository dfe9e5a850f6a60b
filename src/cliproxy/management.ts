import { createHash } from 'node:crypto';
import { problemOf } from '../errors';
import type { Jobs } from '../jobs/jobs';
import { PortUnreachable, type Container, type HttpAnswer, type Server } from '../server/server';
import type { ServerSettings } from '../server/settings';
import { managedAccountsIn } from './managed-account';

const timeoutMs = 3_000;
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
  /** Throws UserError for whatever keeps the server out of reach. */
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
  let bannedUntilMs = 0;
  let underWay: Promise<Managed<readonly ManagedAccount[]>> | undefined;
  if (key === undefined) return { accounts: () => Promise.resolve({ state: 'no-key' }) };
  // Too little of it to find the key by.
  const keyHash = createHash('sha256').update(key).digest('hex').slice(0, 6);

  return {
    // Two at the same time would be two refusals.
    accounts: container => {
      underWay ??= ask(container, key).finally(() => (underWay = undefined));
      return underWay;
    },
  };

  async function ask(container: Container, bearer: string): Promise<Managed<readonly ManagedAccount[]>> {
    if (isRefused || now() < bannedUntilMs) return { state: 'refused' };
    const known = await remembered();
    if (known === 'unavailable') return { state: 'unavailable' };
    if (known === 'refused') {
      isRefused = true;
      return { state: 'refused' };
    }
    const headers = { authorization: `Bearer ${bearer}` };
    let last: Managed<readonly ManagedAccount[]> = { state: 'unavailable' };
    for (const endpoint of container.endpoints(apiPort)) {
      const answer = await server
        .request(endpoint, { path: '/v0/management/auth-files', headers }, timeoutMs)
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

  async function meaningOf(answer: HttpAnswer): Promise<Managed<readonly ManagedAccount[]>> {
    const header = answer.headers['x-cpa-version'];
    const version = header !== undefined && header !== '' && { version: header };
    switch (answer.status) {
      case 200: {
        const accounts = managedAccountsIn(answer.body);
        if (accounts === undefined) return { state: 'unavailable', ...version };
        return { state: 'answered', answer: accounts, ...version };
      }
      case 401:
        isRefused = true;
        await jobs.write('refusedKey', server.name, { keyHash });
        return { state: 'refused', ...version };
      case 403: {
        const banned = bannedForMs(answer.body);
        if (banned !== undefined) {
          bannedUntilMs = now() + banned;
          return { state: 'refused', ...version };
        }
        const hasNoKey = answer.body.includes('management key not set');
        return { state: hasNoKey ? 'not-found' : 'forbidden', ...version };
      }
      case 404:
        return { state: 'not-found', ...version };
      default:
        return { state: 'unavailable', ...version };
    }
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
