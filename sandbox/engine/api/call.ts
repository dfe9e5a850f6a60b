import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Container } from '../container/container';
import type { Daemon } from '../daemon';
import { EngineError } from './answers';

/** A request on its way to what answers it. */
export interface Call {
  readonly daemon: Daemon;
  readonly containers: Set<Container>;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
  /** The container or exec that the path names, if it names one. */
  readonly id: string;
}

/** By id, the beginning of one, or name, as everywhere in Docker. Throws 404. */
export function found({ containers, id }: Call): Container {
  for (const container of containers) {
    if (container.name === id || container.id.startsWith(id)) return container;
  }
  throw new EngineError(404, `No such container: ${id}`);
}

/** The path in a container that a request is about. Throws 400. */
export function pathOf({ query }: Call): string {
  const given = query.get('path') ?? '';
  if (given === '') throw new EngineError(400, 'missing parameters: path');
  return given;
}
