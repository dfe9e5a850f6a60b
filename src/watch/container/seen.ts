import type { Problem } from '../../errors';
import type { RestartRecord } from '../../jobs/incident';
import type { ContainerEvent, ContainerFacts } from '../../server/server';
import type { WatchPace } from '../pace';

/** One thing that a watcher came to know. */
export type Seen =
  | { readonly kind: 'event'; readonly event: ContainerEvent }
  /** Word of a restart of ours. */
  | { readonly kind: 'mark'; readonly mark: RestartRecord }
  /** How the container is; `problem` where there is none of that name. */
  | {
      readonly kind: 'looked';
      readonly container: ContainerSeen | { readonly problem: Problem };
      /** {@link ContainerMemory.events} when it was asked for: what was heard since is newer. */
      readonly askedAfter: number;
      /** Everything that was missed has been heard before; else this look says nothing of a gap. */
      readonly caughtUp: boolean;
      /**
       * After nobody looked: whether Docker repeated the last event that was heard before. If it did not, it
       * was restarted, or much has happened.
       */
      readonly remembers?: boolean;
    }
  /** A look at the port of one run. */
  | { readonly kind: 'port'; readonly run: number; readonly answers: boolean }
  /** There is no way to the container, for now. */
  | { readonly kind: 'lost'; readonly problem: Problem }
  | { readonly kind: 'explained'; readonly incident: string; readonly log: readonly string[] }
  /** Time passes. */
  | { readonly kind: 'tick' };

export interface ContainerSeen {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly startedAtMs: number;
  readonly facts: Pick<
    ContainerFacts,
    | 'image'
    | 'imageId'
    | 'createdAtMs'
    | 'finishedAtMs'
    | 'exitCode'
    | 'oomKilled'
    | 'restartCount'
    | 'health'
  >;
}

/** What a step needs to know beside what was seen. */
export interface Scene {
  readonly server: string;
  /** Names of the container, the most wanted first. */
  readonly containers: readonly string[];
  readonly pace: Pick<WatchPace, 'unreachableAfterMs' | 'silentAfterMs' | 'stableMs'>;
  /** By the server's clock. */
  readonly atMs: number;
  /** By our own. */
  readonly oursMs: number;
}
