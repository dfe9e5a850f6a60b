import type Docker from 'dockerode';
import { messageOf, UserError } from '../../errors';
import type { Connection } from '../ssh/connection';
import type { Link } from '../ssh/link';
import { ChannelAgent } from './channel-agent';

/** The Docker Engine API of one server, over whatever connection is alive. */
export interface Engine {
  readonly server: string;
  /**
   * Makes one request. An answer that is a stream only has to begin in time; `abortSignal` gives a late one up.
   * Throws UserError (the way to the server, `docker-…`, `connection-lost`), or {@link EngineRefusal} with what
   * Docker said.
   */
  call<Answer>(request: EngineRequest<Answer>, timeoutMs?: number): Promise<Answer>;
}

export type EngineRequest<Answer> = (docker: Docker, abortSignal: AbortSignal) => Promise<Answer>;

/** Docker answered, and said no. */
export class EngineRefusal extends Error {
  override readonly name = 'EngineRefusal';

  constructor(
    readonly statusCode: number,
    /** Docker's own words. */
    readonly detail: string,
    cause: unknown,
  ) {
    super(`${statusCode} ${detail}`, { cause });
  }
}

/** A refusal that means nothing special, as a problem. */
export function refused({ server }: Pick<Engine, 'server'>, error: EngineRefusal): UserError {
  return new UserError({ code: 'docker-failed', server, detail: error.detail }, error);
}

/** As {@link Engine.call}, where a refusal means nothing special: it is UserError `docker-failed`. */
export async function ask<Answer>(engine: Engine, request: EngineRequest<Answer>): Promise<Answer> {
  try {
    return await engine.call(request);
  } catch (error) {
    throw error instanceof EngineRefusal ? refused(engine, error) : error;
  }
}

const USUAL_TIMEOUT_MS = 30_000;

export function createEngine(server: string, connection: Connection, socketPath: string): Engine {
  const dockers = new WeakMap<Link, Docker>();

  return {
    server,
    call: async (request, timeoutMs = USUAL_TIMEOUT_MS) => {
      // dockerode takes a third of a second to load, which fits into the time it takes to connect.
      const [link, library] = await Promise.all([connection.link(), import('dockerode')]);
      const docker = dockers.get(link) ?? new library.default(optionsFor(link));
      dockers.set(link, docker);
      return await callOver(link, abortSignal => request(docker, abortSignal), timeoutMs);
    },
  };

  function optionsFor(link: Link): Docker.DockerOptions {
    // All given, so that DOCKER_HOST and its relatives on this machine mean nothing.
    const agent = new ChannelAgent(server, link, socketPath);
    const options = { host: 'docker', port: 80, protocol: 'http' as const, agent };
    return options;
  }

  async function callOver<Answer>(
    link: Link,
    request: (abortSignal: AbortSignal) => Promise<Answer>,
    timeoutMs: number,
  ): Promise<Answer> {
    const late = new AbortController();
    // The library stays silent when an answer breaks off in its middle, so the loss is listened for here.
    let onLost = (): void => undefined;
    let timer: NodeJS.Timeout | undefined;
    const givenUp = new Promise<never>((_, reject) => {
      onLost = () => reject(lost());
      timer = setTimeout(() => {
        reject(failed(`Docker did not answer within ${timeoutMs / 1000} s`));
        late.abort();
      }, timeoutMs);
    });
    link.lost.addEventListener('abort', onLost);
    try {
      return await Promise.race([request(late.signal), givenUp]);
    } catch (error) {
      throw explain(link, error);
    } finally {
      clearTimeout(timer);
      link.lost.removeEventListener('abort', onLost);
    }
  }

  function explain(link: Link, error: unknown): Error {
    if (error instanceof UserError) return error;
    if (link.lost.aborted) return lost(error);
    if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') {
      return new EngineRefusal(error.statusCode, wordsOf(error.message), error);
    }
    return failed(messageOf(error), error);
  }

  function lost(cause?: unknown): UserError {
    return new UserError({ code: 'connection-lost', server }, cause);
  }

  function failed(detail: string, cause?: unknown): UserError {
    return new UserError({ code: 'docker-failed', server, detail }, cause);
  }
}

/** Docker's own words without what dockerode puts before them. */
function wordsOf(message: string): string {
  return message.replace(/^\(HTTP code \d+\) .*? - /, '').trim();
}
