import type { ServerResponse } from 'node:http';
import { isoOf } from '../clock';
import type { Container } from '../container/container';
import type { LogEntry } from '../container/log';
import { frame } from '../frames';
import { EngineError } from './answers';
import { nanoseconds } from './moment';

/** `GET /containers/{id}/logs`, by its own query: stdout, stderr, timestamps, tail, since, until, follow. */
export function sendLogs(container: Container, query: URLSearchParams, response: ServerResponse): void {
  const on = (name: string): boolean => ['1', 'true'].includes((query.get(name) ?? '').toLowerCase());
  if (!on('stdout') && !on('stderr')) {
    throw new EngineError(400, 'Bad parameters: you must choose at least one stream');
  }
  const fromNs = nanoseconds(query.get('since')) ?? 0n;
  const untilNs = nanoseconds(query.get('until')) ?? 0n;
  const wanted = (entry: LogEntry): boolean =>
    on(entry.stream) && entry.atNs >= fromNs && (untilNs === 0n || entry.atNs <= untilNs);
  const send = (entry: LogEntry): void => {
    const stamp = on('timestamps') ? `${isoOf(entry.atNs)} ` : '';
    response.write(frame(entry.stream, Buffer.from(stamp + entry.text)));
  };

  response.writeHead(200, { 'content-type': 'application/vnd.docker.multiplexed-stream' });
  const entries = container.log.entries().filter(wanted);
  const tail = Number(query.get('tail') ?? 'all');
  const last =
    Number.isInteger(tail) && tail >= 0 ? entries.slice(Math.max(0, entries.length - tail)) : entries;
  last.forEach(send);
  if (!on('follow')) {
    response.end();
    return;
  }
  response.flushHeaders();
  const unfollow = container.log.follow(entry => {
    if (wanted(entry)) send(entry);
  });
  response.once('close', unfollow);
}
