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
   * `GET path` from a port as seen from the server itself, through SSH. Redirects are not followed. Throws
   * PortUnreachable when nothing listens there, UserError when the connection is the problem.
   */
  get(
    target: { readonly host: string; readonly port: number },
    path: string,
    timeoutMs: number,
  ): Promise<HttpAnswer>;
  /** Closes the connection. */
  close(): Promise<void>;
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
  readonly startedAtMs: number;
  /**
   * Where a port of the container can be reached from the server, best first: the published port on
   * 127.0.0.1, then the container's own addresses (or 127.0.0.1 with the host's network).
   */
  endpoints(port: number): readonly { readonly host: string; readonly port: number }[];
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
  /** The container's log, oldest first, without Docker's own framing. */
  logs(options: { readonly sinceMs?: number; readonly tail?: number }): Promise<readonly LogLine[]>;
  /** Command lines of what runs in the container, as `docker top` shows them. */
  processes(): Promise<readonly string[]>;
  /** Restarts it and comes back when Docker says it runs. */
  restart(): Promise<void>;
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
