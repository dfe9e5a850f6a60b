import type Docker from 'dockerode';
import path from 'node:path';
import { UserError } from '../../errors';
import type { Container, ContainerFile } from '../server';
import { readArchive } from './archive';
import { endpointsOf, type Networking } from './endpoints';
import { EngineRefusal, refused, type Engine } from './engine';
import { startExecution } from './execution';
import { factsOf, momentOf } from './facts';
import { parseLog } from './log';
import { commandsOf } from './processes';
import { putFile, removeFile } from './put';
import { rewriteFile } from './rewrite';
import { waysInto, type Ways } from './ways';
import { writeFailure } from './write-failure';

const RESTART_TIMEOUT_MS = 60_000;
const STOP_SECONDS = 10;
const MOST_LINKS = 3;

/**
 * A container that was just inspected. `networking` is that of the container whose network it uses, mostly its
 * own. Every method throws UserError `docker-…`, `connection-lost`, `container-missing` beside what
 * {@link Container} says.
 */
export function createContainer(
  engine: Engine,
  info: Docker.ContainerInspectInfo,
  networking: Networking,
): Container {
  const { server } = engine;
  const name = info.Name.replace(/^\//, '');

  return {
    id: info.Id,
    name,
    status: info.State.Status,
    startedAtMs: momentOf(info.State.StartedAt),
    facts: factsOf(info, networking),
    endpoints: port => endpointsOf(networking, port),
    exec: argv => ask(() => startExecution(engine, info.Id, argv)),
    files: (asked, { maxFileBytes }) => ask(() => files(path.posix.resolve('/', asked), maxFileBytes)),
    put: (asked, content, mode) => writing(asked, (ways, place) => putFile(ways, place, content, mode)),
    rewrite: (asked, was, content) => writing(asked, (ways, place) => rewriteFile(ways, place, was, content)),
    remove: asked => writing(asked, removeFile),
    logs: ({ sinceMs, tail }) =>
      ask(async () => {
        const log = await engine.call((docker, abortSignal) =>
          docker.getContainer(info.Id).logs({
            follow: false,
            stdout: true,
            stderr: true,
            timestamps: true,
            ...(sinceMs === undefined ? {} : { since: (sinceMs / 1000).toFixed(3) }),
            ...(tail === undefined ? {} : { tail }),
            abortSignal,
          }),
        );
        return parseLog(log, info.Config.Tty);
      }),
    processes: () => ask(processes),
    restart: () => ask(restart),
  };

  async function files(asked: string, maxFileBytes: number): Promise<readonly ContainerFile[] | undefined> {
    let place = asked;
    for (let followed = 0; followed <= MOST_LINKS; followed++) {
      const tar = await archiveOf(place);
      if (tar === undefined) return undefined;
      const archive = await readArchive(tar, place, maxFileBytes).catch((cause: unknown) => {
        throw new UserError({ code: 'connection-lost', server }, cause);
      });
      // Docker gives a link as it is. What it leads to is shown under the name that was asked for.
      if (archive.linksTo === undefined) return archive.files.map(file => renamed(file, place, asked));
      place = archive.linksTo;
    }
    return undefined;
  }

  async function archiveOf(place: string): Promise<NodeJS.ReadableStream | undefined> {
    try {
      return await engine.call((docker, abortSignal) =>
        docker.getContainer(info.Id).getArchive({ path: place, abortSignal }),
      );
    } catch (error) {
      if (error instanceof EngineRefusal && error.statusCode === 404 && !isMissingContainer(error)) {
        return undefined;
      }
      throw error;
    }
  }

  async function processes(): Promise<readonly string[]> {
    const answer: unknown = await engine.call((docker, abortSignal) =>
      docker.getContainer(info.Id).top({ abortSignal }),
    );
    return commandsOf(answer);
  }

  async function restart(): Promise<void> {
    await engine.call(
      (docker, abortSignal) => docker.getContainer(info.Id).restart({ t: STOP_SECONDS, abortSignal }),
      RESTART_TIMEOUT_MS,
    );
    const { State } = await engine.call((docker, abortSignal) =>
      docker.getContainer(info.Id).inspect({ abortSignal }),
    );
    if (State.Status !== 'running') throw down(State.Status);
  }

  /** Docker unpacks into a container that is down as well, where nothing could be moved to its place. */
  async function writing(asked: string, write: (ways: Ways, place: string) => Promise<void>): Promise<void> {
    if (info.State.Status !== 'running') throw down(info.State.Status);
    const place = path.posix.resolve('/', asked);
    await ask(
      () => write(waysInto(engine, info), place),
      error => writeFailure({ server, path: place }, error.detail, error),
    );
  }

  /** Does what Docker is asked for, and says what its refusals mean. */
  async function ask<Answer>(
    request: () => Promise<Answer>,
    explain = (error: EngineRefusal): UserError => refused(engine, error),
  ): Promise<Answer> {
    try {
      return await request();
    } catch (error) {
      if (!(error instanceof EngineRefusal)) throw error;
      if (isMissingContainer(error)) {
        throw new UserError({ code: 'container-missing', server, container: name, others: [] }, error);
      }
      if (error.statusCode === 409 || / is (not running|paused|restarting)/i.test(error.detail)) {
        const now = await engine
          .call((docker, abortSignal) => docker.getContainer(info.Id).inspect({ abortSignal }))
          .catch(() => undefined);
        throw down(now?.State.Status ?? info.State.Status, error);
      }
      throw explain(error);
    }
  }

  function down(status: string, cause?: unknown): UserError {
    return new UserError({ code: 'container-down', server, container: name, status }, cause);
  }
}

function isMissingContainer(error: EngineRefusal): boolean {
  return error.statusCode === 404 && /no such container/i.test(error.detail);
}

function renamed(file: ContainerFile, from: string, to: string): ContainerFile {
  return from === to ? file : { ...file, path: to + file.path.slice(from.length) };
}
