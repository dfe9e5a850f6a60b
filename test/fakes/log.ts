import { pino, type Logger } from 'pino';

/** A log that keeps what is written to it. */
export function keptLog(): { readonly log: Logger; readonly text: () => string } {
  const written: string[] = [];
  const log = pino({ level: 'debug' }, { write: line => void written.push(line) });
  return { log, text: () => written.join('') };
}
