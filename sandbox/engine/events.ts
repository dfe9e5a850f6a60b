import { EventEmitter } from 'node:events';

/** Something that happened, as the engine tells it to those who listen. */
export interface EngineEvent {
  readonly type: 'container' | 'network';
  /** `start`, `die`, `health_status: healthy`, `exec_start: ls -l`, … */
  readonly action: string;
  /** Of the container or network it happened to. */
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly atNs: bigint;
}

/** What happens on an engine. */
export interface Events {
  readonly tell: (event: Omit<EngineEvent, 'atNs'>) => void;
  /** The latest, oldest first. */
  readonly remembered: () => readonly EngineEvent[];
  /** Calls for each new one; returns how to stop that. */
  readonly listen: (listener: (event: EngineEvent) => void) => () => void;
  /** As an engine does that starts anew. */
  readonly forget: () => void;
}

/** Docker's own number (`eventsLimit`), over events of every type together. */
const limit = 256;

export function createEvents(nowNs: () => bigint): Events {
  const latest: EngineEvent[] = [];
  const live = new EventEmitter<{ event: [EngineEvent] }>().setMaxListeners(0);
  return {
    tell: told => {
      const event = { ...told, atNs: nowNs() };
      latest.push(event);
      if (latest.length > limit) latest.shift();
      live.emit('event', event);
    },
    remembered: () => latest,
    listen: listener => {
      live.on('event', listener);
      return () => live.off('event', listener);
    },
    forget: () => void latest.splice(0),
  };
}
