import type { Jobs } from '../jobs/jobs';
import type { Container, Server } from '../server/server';
import type { ServerSettings } from '../server/settings';

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

/** CLIProxyAPI's Management API (`/v0/management`) through SSH. Never asked again after it refused the key. */
export interface Management {
  /** Throws UserError for whatever keeps the server out of reach. */
  accounts(container: Container): Promise<Managed<readonly ManagedAccount[]>>;
}

export function createManagement(
  _server: Server,
  _place: ServerSettings,
  _jobs: Pick<Jobs, 'read' | 'write'>,
): Management {
  return { accounts: () => Promise.resolve({ state: 'no-key' }) };
}
