import type { MachineClock } from './clock';
import { startClock } from './clock';
import type { Events } from './events';
import { createEvents } from './events';

/** What an engine's containers share with it. */
export interface Daemon {
  readonly clock: MachineClock;
  readonly events: Events;
  /** What it calls itself. */
  readonly version: string;
  /**
   * Whether a container that is stopped is told as `stop` and then `die`. Both come from two threads of Docker
   * that wait for each other in some releases and not in others (moby pull request 50220).
   */
  stopBeforeDie: boolean;
  /** What breaks the way to the next client that uploads something, once so many bytes of it have come. */
  uploadBreak: { readonly afterBytes: number; readonly cut: () => void } | undefined;
}

export function createDaemon(): Daemon {
  const clock = startClock();
  return {
    clock,
    events: createEvents(clock.nowNs),
    version: '27.5.1',
    stopBeforeDie: false,
    uploadBreak: undefined,
  };
}
