import { destination, pino, stdSerializers, stdTimeFunctions } from 'pino';
import type { Logger } from 'pino';

import { redact } from './redact';

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What the rest of the program logs with: an object of fields, then a sentence; an error goes in `err`. */
export type Log = Logger;

/** Takes finished lines, each with its line break. */
export interface LogSink {
  write(line: string): void;
}

/** A log of JSON lines. Every line is redacted as it leaves, so no caller has to remember what is secret. */
export function createLog(level: LogLevel, sink: LogSink): Log {
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: label => ({ level: label }) },
      serializers: { err: stdSerializers.err, error: stdSerializers.err },
      hooks: { streamWrite: redact },
    },
    sink,
  );
}

/**
 * Where lines go: stdout, or stderr when the terminal is the chat and stdout holds the conversation. Written
 * at once, so that the last line before the end of the process is not lost.
 */
export function standardSink(stream: 'stdout' | 'stderr'): LogSink {
  return destination({ dest: stream === 'stdout' ? 1 : 2, sync: true });
}
