import type { ProviderName } from '../jobs/contracts';

/** What differs from one provider's login to another's. */
export interface Provider {
  readonly name: ProviderName;
  /** What the program is started with. No terminal and no stdin: see `login/run.ts`. */
  readonly flags: readonly string[];
  /** The flag by which a running login is recognised among the processes of the container. */
  readonly flag: string;
  /** Where the program listens for the callback; fixed, which is why logins wait in line. */
  readonly callbackPort: number;
  readonly callbackPath: string;
  /** Answers 200 while a login listens, and does not use the one callback up (`/callback` would). */
  readonly probePath: string;
  /** How long the program waits for the callback before it gives up. */
  readonly waitMs: number;
}
