import type { Management } from '../cliproxy/management';
import type { Provider } from '../cliproxy/provider';
import type { Login, LoginState } from '../jobs/login';
import type { Container, Server } from '../server/server';
import type { ServerSettings } from '../server/settings';
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
  /** How often those are looked at that say nothing by themselves: the server's own logins, and the line. */
  readonly pollMs: number;
  /** How long a server that runs a login itself may be away before that is given up. */
  readonly awayMs: number;
}

export const loginLimits: LoginLimits = {
  linkMs: 45_000,
  graceMs: 15_000,
  exchangeMs: 90_000,
  cleanUpMs: 6 * 60_000,
  pollMs: 700,
  awayMs: 30_000,
};

export interface LoginWork {
  /** As it was when it was taken up. */
  readonly login: Pick<Login, 'id' | 'requestedAtMs' | 'state'>;
  readonly server: Server;
  readonly place: ServerSettings;
  readonly management: Management;
  readonly provider: Provider;
  readonly limits: LoginLimits;
  /** Logins of the server that are not over: those that were taken up first. */
  readonly line: () => Promise<readonly Login[]>;
  /** How many of them are taken up at a time. */
  readonly atOnce: number;
  /** Whether something that only one login may have is this one's now. */
  readonly claim: (what: string) => Promise<boolean>;
  /** Makes a state known. */
  readonly publish: (state: LoginState) => Promise<void>;
  /** Restarts the container in the requester's name. */
  readonly restart: (container: Container) => Promise<void>;
  /** Passes on `delivered` and `stop` from whoever asks for them; returns how to stop listening. */
  readonly listen: (hear: (event: SessionEvent) => void) => () => void;
}
