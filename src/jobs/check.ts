import type { Problem } from '../errors';

/** What the doctor looked at. Each has its sentence, and its fix where one is needed, in `messages/`. */
export type Check =
  /** Could not be looked at: what kept us from it, or nothing where there was no answer in time. */
  | {
      readonly name: 'not-seen';
      readonly outcome: 'unknown';
      readonly what: CheckName;
      readonly problem?: Problem;
    }
  | { readonly name: 'ssh'; readonly outcome: 'fine'; readonly host: string; readonly user: string }
  | { readonly name: 'docker'; readonly outcome: 'fine'; readonly version: string }
  | {
      readonly name: 'container';
      readonly outcome: 'fine';
      readonly container: string;
      readonly image: string;
      readonly sinceMs: number;
      readonly restarts: number;
    }
  /** Everything that keeps the later ones from being looked at. */
  | { readonly name: 'ssh' | 'docker' | 'container'; readonly outcome: 'failed'; readonly problem: Problem }
  | { readonly name: 'program'; readonly outcome: 'fine' | 'unknown'; readonly version?: string }
  | {
      readonly name: 'program';
      readonly outcome: 'failed';
      readonly why: 'missing' | 'no-claude-login' | 'too-old';
      readonly program: string;
      readonly version?: string;
    }
  | { readonly name: 'answers'; readonly outcome: 'fine' | 'failed'; readonly port: number }
  | {
      readonly name: 'callback-port';
      readonly outcome: 'fine' | 'warning';
      readonly port: number;
      readonly taken: boolean;
      readonly published: readonly string[];
    }
  | {
      readonly name: 'auth-directory';
      readonly outcome: 'fine' | 'warning' | 'failed';
      readonly path: string;
      readonly exists: boolean;
      /** Unix permission bits, in the container and of the directory of the machine that is mounted there. */
      readonly mode?: number;
      readonly host?: { readonly path: string; readonly mode?: number };
    }
  | {
      readonly name: 'loaded';
      readonly outcome: 'fine' | 'warning' | 'unknown';
      readonly files: number;
      readonly counted?: number;
    }
  | { readonly name: 'clock'; readonly outcome: 'fine' | 'warning'; readonly aheadMs: number }
  | {
      readonly name: 'management';
      readonly outcome: 'fine' | 'warning' | 'failed' | 'unknown';
      /** `not-found`: the server has no key of its own; `forbidden`: it lets only itself in. */
      readonly state: 'no-key' | 'answered' | 'refused' | 'forbidden' | 'not-found' | 'unavailable';
    }
  /** The server itself is asked for a login, and has several at once; some releases end them with the first. */
  | {
      readonly name: 'login-way';
      readonly outcome: 'fine';
      readonly way: 'management';
      readonly atOnce: 'several' | 'one';
    }
  /** The program is started in the container, one login at a time; why the former is not. */
  | {
      readonly name: 'login-way';
      readonly outcome: 'fine';
      readonly way: 'program';
      readonly why: 'no-key' | 'refused' | 'forbidden' | 'not-found' | 'unavailable';
    };

export type CheckName =
  | 'ssh'
  | 'docker'
  | 'clock'
  | 'container'
  | 'program'
  | 'answers'
  | 'callback-port'
  | 'auth-directory'
  | 'loaded'
  | 'management';

/** The checks in the order of the way to an account; those after one that failed may be missing. */
export interface DoctorReport {
  readonly server: string;
  readonly checks: readonly Check[];
}
