import type { ProviderName } from '../jobs/login';

/** What differs from one provider's login to another's. */
export interface Provider {
  readonly name: ProviderName;
  /** What the program is started with. No terminal and no stdin: see `login/run.ts`. */
  readonly flags: readonly string[];
  /** The flag by which a running login is recognised among the processes of the container. */
  readonly flag: string;
  /** The first version that has it. */
  readonly since: string;
  /** How long the program waits for the person before it gives up. */
  readonly waitMs: number;
  /** How the browser's answer gets back to the program; absent where it asks for that itself (device codes). */
  readonly redirect?: Redirect;
  /** `type` in the credential files it saves. */
  readonly type: string;
  /** How the Management API is asked for the same login; absent where it has no such thing. */
  readonly managed?: {
    /** `/anthropic-auth-url`, below `/v0/management`. */
    readonly authUrl: string;
    /** What `POST /oauth-callback` calls it (`anthropic`). */
    readonly name: string;
    /** Takes the callback on versions without that route: `/anthropic/callback`, below `/`. */
    readonly callback?: string;
  };
}

export interface Redirect {
  /** Where the program listens for the callback; fixed, which is why its logins wait in line. */
  readonly port: number;
  readonly path: string;
  /** Asks whether a login listens there, and does not use the one callback up (`path` would). */
  readonly probe: { readonly path: string; readonly status: number };
}
