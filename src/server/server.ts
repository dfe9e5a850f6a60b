/** One remote machine that runs CLIProxyAPI in a container, as login and cliproxy see it. */
export interface Server {
  readonly name: string;
  /** What a person types after `ssh` to get there (`ali`). */
  readonly sshTarget: string;
  /**
   * The configured container, or the first of `cliproxy` and `cli-proxy-api` that exists, as it is now.
   * Throws UserError: every `ssh-…`, `host-key-…`, `docker-…` problem, `container-missing`; a container that
   * is down is returned (see {@link Container.status}).
   */
  container(): Promise<Container>;
  /**
   * What happens to containers from `sinceMs` on (by Docker's clock, inclusive), first what Docker remembers of it
   * (its last 256 events, none from before it was started), then as it happens. Other events than those of
   * {@link ContainerEvent} are left out. Comes back when the stream is open; what is iterated throws UserError
   * `connection-lost` when the way to Docker ends, and ends when `until` is aborted.
   */
  events(options: {
    readonly sinceMs?: number;
    readonly until: AbortSignal;
  }): Promise<AsyncIterable<ContainerEvent>>;
  /** Docker's version and clock. */
  engine(): Promise<EngineFacts>;
  /**
   * One request to a port as seen from the server itself, through SSH; a GET unless it says otherwise. Redirects
   * are not followed. Throws PortUnreachable when nothing listens there, UserError when the connection is the
   * problem.
   */
  request(target: Endpoint, request: HttpRequest, timeoutMs: number): Promise<HttpAnswer>;
  /** A file or directory of the machine itself (SFTP); undefined where it is not there or may not be seen. */
  stat(path: string): Promise<{ readonly mode: number } | undefined>;
  /** Where the connection leads. Throws UserError: every `ssh-…` and `host-key-…` problem. */
  way(): Promise<{ readonly host: string; readonly user: string }>;
  /** Closes the connection. */
  close(): Promise<void>;
}

/** A port as seen from the server. */
export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface HttpRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Something that happened to a container, in Docker's words. */
export interface ContainerEvent {
  /** By Docker's clock, with fractions: two events have two times. */
  readonly atMs: number;
  readonly action:
    | 'create'
    | 'start'
    | 'kill'
    | 'die'
    | 'stop'
    | 'restart'
    | 'oom'
    | 'pause'
    | 'unpause'
    | 'rename'
    | 'destroy'
    | 'healthy'
    | 'unhealthy';
  /** The container's id. */
  readonly container: string;
  readonly name: string;
  readonly image: string;
  /** Of `die`. */
  readonly exitCode?: number;
  /** Of `kill`. */
  readonly signal?: number;
}

export interface EngineFacts {
  readonly version: string;
  /** What its clock says now. */
  readonly nowMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Nothing listens on that port there. */
export class PortUnreachable extends Error {
  override readonly name = 'PortUnreachable';
}

/** A container as it was when asked for, and what can be done in it. All of it is Docker Engine API. */
export interface Container {
  readonly id: string;
  readonly name: string;
  /** Docker's word: `running`, `exited`, `restarting`, `paused`, … */
  readonly status: string;
  /** Of its present or last run; 0 when it never ran. */
  readonly startedAtMs: number;
  readonly facts: ContainerFacts;
  /**
   * Where a port of the container can be reached from the server, best first: the published port on
   * 127.0.0.1, then the container's own addresses (or 127.0.0.1 with the host's network).
   */
  endpoints(port: number): readonly Endpoint[];
  /**
   * Starts a program without a terminal and without stdin. `argv` is never seen by a shell. Throws UserError
   * `container-down`; a program that does not exist ends with code 126 or 127.
   */
  exec(argv: readonly string[]): Promise<Execution>;
  /** Files below a path of the container, read in one archive request; undefined where there is no such path. */
  files(
    path: string,
    limits: { readonly maxFileBytes: number },
  ): Promise<readonly ContainerFile[] | undefined>;
  /**
   * Puts a file there, whole or not at all: it is uploaded beside its place and moved there, so that a connection lost
   * in the middle leaves what was. Not for a file that is itself a mount. Throws UserError `disk-full`, `read-only`,
   * `write-failed`, `container-down`.
   */
  put(path: string, content: Buffer, mode: number): Promise<void>;
  /**
   * Writes into a file that stays the same one (a mounted file breaks when another takes its place), if it still holds
   * `was`. What could not be written whole is put back. Throws what {@link put} does, and `file-changed`.
   */
  rewrite(path: string, was: Buffer, content: Buffer): Promise<void>;
  /** Removes a file; one that is not there is fine. Throws what {@link put} does. */
  remove(path: string): Promise<void>;
  /** The container's log, oldest first, without Docker's own framing. */
  logs(options: { readonly sinceMs?: number; readonly tail?: number }): Promise<readonly LogLine[]>;
  /** Command lines of what runs in the container, as `docker top` shows them. */
  processes(): Promise<readonly string[]>;
  /** Restarts it and comes back when Docker says it runs. */
  restart(): Promise<void>;
}

/** What Docker knows of a container beside what it is called. */
export interface ContainerFacts {
  /** As it was named when the container was made (`eceasy/cli-proxy-api:latest`), and what that was then. */
  readonly image: string;
  readonly imageId: string;
  readonly createdAtMs: number;
  /** When its last run ended; 0 when none did. */
  readonly finishedAtMs: number;
  /** Of its last run that ended. */
  readonly exitCode: number;
  readonly oomKilled: boolean;
  /** How often Docker restarted it by its policy; people and daemon restarts do not count. */
  readonly restartCount: number;
  /** Docker's own health check, where the container has one. */
  readonly health?: 'starting' | 'healthy' | 'unhealthy';
  /** Where its ports are published on the server: `54545` → `0.0.0.0:54545`. */
  readonly published: Readonly<Record<number, readonly string[]>>;
  /** Directories and files of the machine that are mounted, by their path in the container. */
  readonly mounts: Readonly<Record<string, string>>;
}

export interface LogLine {
  readonly atMs: number;
  readonly text: string;
}

export interface ContainerFile {
  /** Absolute path in the container. */
  readonly path: string;
  readonly modifiedAtMs: number;
  readonly sizeBytes: number;
  /** Unix permission bits. */
  readonly mode: number;
  /** Only the first `maxFileBytes`. */
  readonly content: Buffer;
}

/** A program that runs in a container. It outlives us: losing the connection does not end it. */
export interface Execution {
  /** stdout and stderr as they come, decoded as UTF-8. Ends with the program; throws UserError `connection-lost`. */
  readonly output: AsyncIterable<string>;
  /** The exit code, asked for after the output ended; undefined while Docker still says it runs. */
  exitCode(): Promise<number | undefined>;
}
