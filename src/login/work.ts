import type { Place } from '../cliproxy/loaded';
import type { Provider } from '../cliproxy/provider';
import type { LoginState } from '../jobs/contracts';
import type { Container, Server } from '../server/server';
import type { SessionEvent } from './session';

/** How long each part of a login may take. */
export interface LoginLimits {
  /** From the start of the program to its link; it asks the internet for its own address first. */
  readonly linkMs: number;
  /** Beyond the program's own waiting time. */
  readonly graceMs: number;
  /** The code's exchange, which the program itself does not limit. */
  readonly exchangeMs: number;
  /** How long a lost connection is sought again, to end the program that it left behind. */
  readonly cleanUpMs: number;
}

export const loginLimits: LoginLimits = {
  linkMs: 45_000,
  graceMs: 15_000,
  exchangeMs: 90_000,
  cleanUpMs: 6 * 60_000,
};

export interface LoginWork {
  readonly server: Server;
  readonly place: Place;
  readonly provider: Provider;
  readonly limits: LoginLimits;
  /** Makes a state known. */
  readonly publish: (state: LoginState) => Promise<void>;
  /** Restarts the container in the requester's name. */
  readonly restart: (container: Container) => Promise<void>;
  /** Passes on `delivered` and `stop` from whoever asks for them; returns how to stop listening. */
  readonly listen: (hear: (event: SessionEvent) => void) => () => void;
}
