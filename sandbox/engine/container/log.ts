import { EventEmitter } from 'node:events';

export interface LogEntry {
  readonly stream: 'stdout' | 'stderr';
  /** Nanoseconds since 1970. */
  readonly atNs: bigint;
  readonly text: string;
}

/** What a container's main program said, line by line, as Docker's own log driver keeps it. */
export interface ContainerLog {
  readonly entries: () => readonly LogEntry[];
  readonly take: (stream: LogEntry['stream'], chunk: string) => void;
  /** Keeps a line that was not ended, when its program ends. */
  readonly flush: () => void;
  /** Calls for every new entry; returns how to stop that. */
  readonly follow: (listener: (entry: LogEntry) => void) => () => void;
}

export function createContainerLog(nowNs: () => bigint): ContainerLog {
  const entries: LogEntry[] = [];
  const partial = { stdout: '', stderr: '' };
  const events = new EventEmitter<{ entry: [LogEntry] }>();
  const add = (stream: LogEntry['stream'], text: string): void => {
    const entry = { stream, atNs: nowNs(), text };
    entries.push(entry);
    events.emit('entry', entry);
  };
  return {
    entries: () => entries,
    take: (stream, chunk) => {
      const lines = (partial[stream] + chunk).split('\n');
      partial[stream] = lines.pop() ?? '';
      for (const line of lines) add(stream, `${line}\n`);
    },
    flush: () => {
      for (const stream of ['stdout', 'stderr'] as const) {
        if (partial[stream] !== '') add(stream, partial[stream]);
        partial[stream] = '';
      }
    },
    follow: listener => {
      events.on('entry', listener);
      return () => events.off('entry', listener);
    },
  };
}
