import type { LogLine } from '../server';
import { createFrameReader } from './frames';

/**
 * Reads a container's log as asked for with `timestamps`. With a terminal there is no framing. Without one,
 * each frame is one message with its time; a message that does not end its line (Docker cuts at 16 KB) is
 * continued by the next one of the same stream.
 */
export function parseLog(log: Buffer, terminal: boolean): readonly LogLine[] {
  const messages = terminal ? log.toString('utf8').split(/(?<=\n)/) : framesOf(log);
  const lines: { atMs: number; text: string }[] = [];
  let continues = false;
  for (const message of messages) {
    const stamped = /^(\S+) (.*?)(\r?\n)?$/s.exec(message);
    const [, stamp = '', text = message, end] = stamped ?? [];
    const atMs = Date.parse(stamp);
    const last = lines.at(-1);
    if (continues && last !== undefined) last.text += Number.isNaN(atMs) ? message.trimEnd() : text;
    else if (!Number.isNaN(atMs)) lines.push({ atMs, text });
    continues = end === undefined;
  }
  return lines;
}

function framesOf(log: Buffer): readonly string[] {
  return createFrameReader()(log).map(piece => piece.bytes.toString('utf8'));
}
