/** What CLIProxyAPI counts, in its own words: `1 clients (1 auth entries + 0 Claude API keys + …)`. */
export interface ClientCounts {
  readonly clients: number;
  readonly parts: readonly { readonly count: number; readonly label: string }[];
  /** When the line was printed (milliseconds since 1970). */
  readonly atMs: number;
}

/** What can be said of an account, as far as the sources know. `reason` is in CLIProxyAPI's own words. */
export type AccountState =
  | { readonly kind: 'fine' }
  /** Within the time in which it should have been refreshed already. */
  | { readonly kind: 'expires-soon' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'disabled' }
  /** Not used for a while, after an upstream limit or failure; until when only the Management API knows. */
  | { readonly kind: 'cooling'; readonly untilMs?: number; readonly reason?: string }
  | { readonly kind: 'needs-login'; readonly reason: string }
  /** The file is there but cannot be read as a credential. */
  | { readonly kind: 'unreadable' }
  /** The file does not say when it expires, and nobody else says how it is. */
  | { readonly kind: 'unknown' };

/** How accounts are, those that need somebody first. */
export const byUrgency: readonly AccountState['kind'][] = [
  'needs-login',
  'expired',
  'unreadable',
  'expires-soon',
  'cooling',
  'disabled',
  'unknown',
  'fine',
];

export interface Account {
  readonly file: string;
  /** `claude`, `codex`, …; absent where the file does not say. */
  readonly provider?: string;
  readonly email?: string;
  readonly state: AccountState;
  readonly expiresAtMs?: number;
  readonly lastRefreshAtMs?: number;
  /** It holds what a refresh needs. */
  readonly refreshable?: boolean;
  /** Requests it served since CLIProxyAPI started (Management API, v6.9.46 and newer). */
  readonly requests?: { readonly succeeded: number; readonly failed: number };
}

export interface AccountsReport {
  readonly server: string;
  /** Those that need somebody first. */
  readonly accounts: readonly Account[];
  /** The latest that the log holds. */
  readonly counts?: ClientCounts;
  /** The number of files now, where the log has counted another: v6.8.47 and newer seldom count. */
  readonly filesNow?: number;
  /**
   * Whether the Management API was asked: no key is set, it answered, it refused the key (and is not asked
   * again, since five refusals ban the address for half an hour), or it could not be had.
   */
  readonly management: 'no-key' | 'answered' | 'refused' | 'unavailable';
  /** By the server's clock. */
  readonly atMs: number;
}
