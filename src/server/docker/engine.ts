import type Docker from 'dockerode';
import { messageOf, UserError } from '../../errors';
import type { Connection } from '../ssh/connection';
import type { Link } from '../ssh/link';
import { ChannelAgent } from './channel-agent';

/** The Docker Engine API of one server, over the link that was alive when it was asked for. */
export interface Engine {
  readonly server: string;
  readonly docker: Docker;
  /**
   * Makes one request. An answer that is a stream only has to begin in time; `abortSignal` gives a late one up.
   * Throws UserError `docker-…`, `connection-lost`, or {@link EngineRefusal} with what Docker said.
   */
  call<Answer>(request: (abortSignal: AbortSignal) => Promise<Answer>, timeoutMs?: number): Promise<Answer>;
}

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

const USUAL_TIMEOUT_MS = 30_000;

/** Docker on a server; opens a new way when the connection was remade. */
export function createEngines(
  server: string,
  connection: Connection,
  socketPath: string,
): () => Promise<Engine> {
  const engines = new WeakMap<Link, Engine>();

  return async () => {
    // dockerode takes a third of a second to load, which fits into the time it takes to connect.
    const [link, library] = await Promise.all([connection.link(), import('dockerode')]);
    const existing = engines.get(link);
    if (existing !== undefined) return existing;
    const options = {
      // All given, so that DOCKER_HOST and its relatives on this machine mean nothing.
      host: 'docker',
      port: 80,
      protocol: 'http' as const,
      agent: new ChannelAgent(server, link, socketPath),
    };
    const engine = createEngine(server, new library.default(options), link);
    engines.set(link, engine);
    return engine;
  };
}

function createEngine(server: string, docker: Docker, link: Link): Engine {
  return { server, docker, call };

  async function call<Answer>(
    request: (abortSignal: AbortSignal) => Promise<Answer>,
    timeoutMs = USUAL_TIMEOUT_MS,
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
      throw explain(error);
    } finally {
      clearTimeout(timer);
      link.lost.removeEventListener('abort', onLost);
    }
  }

  function explain(error: unknown): Error {
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
