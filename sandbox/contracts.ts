import type { Behaviour } from './cliproxyapi/behaviour';
import type { PretendOneHub } from './onehub/pretend-onehub';

/** A pretend world: an OAuth provider and servers that run CLIProxyAPI, all on this machine. */
export interface Sandbox {
  readonly directory: string;
  /** An ssh configuration that knows every server by name, with a key and the host keys (`SSH_CONFIG`). */
  readonly sshConfigFile: string;
  /** One of the `api-keys` of every server's CLIProxyAPI. */
  readonly apiKey: string;
  /** Where the consent page lives; the links of a login begin with it. */
  readonly consentUrl: string;
  readonly servers: Readonly<Record<string, PretendServer>>;
  /** On this machine; from every server it is at `http://127.0.0.1:3000`, as if it ran there. */
  readonly oneHub: PretendOneHub;
  /** A server by name. Throws when there is none. */
  readonly server: (name: string) => PretendServer;
  /** Ends everything: no process, no port and (unless it was given) no directory is left. */
  readonly close: () => Promise<void>;
}

export interface SandboxOptions {
  /** Default: a new temporary one. */
  readonly directory?: string;
  /** Default: `['ali']`. */
  readonly servers?: readonly string[];
  /** How the program behaves on every server; see {@link PretendContainer.behave} for one of them. */
  readonly behaviour?: Partial<Behaviour>;
  /** Default: `cliproxy`. */
  readonly container?: string;
  /** Whether the containers publish their ports on the server. Default: true. */
  readonly published?: boolean;
  /** Variables of the containers (`MANAGEMENT_PASSWORD`). */
  readonly env?: Readonly<Record<string, string>>;
}

export interface PretendServer {
  readonly name: string;
  readonly ssh: { readonly host: string; readonly port: number; readonly user: string };
  /** The container the sandbox made, and whichever has its name after it was recreated. */
  readonly container: PretendContainer;
  readonly faults: SshFaults;
  /**
   * Restarts Docker, as `systemctl restart docker` does or, where its power is `lost`, the whole machine: containers
   * that nobody had stopped come back, what Docker remembered of events is gone. Comes back when they serve.
   */
  readonly restartEngine: (options?: {
    readonly lost?: boolean;
    /** How long there is no Docker. Default: 50. */
    readonly downMs?: number;
  }) => Promise<void>;
  /** How far its clock is ahead of this machine's, in milliseconds; negative: behind. */
  readonly setClock: (aheadMs: number) => void;
  /**
   * Whether a stop is told as `stop` and then `die`, as some releases of Docker do (moby pull request 50220).
   * Default: the other way round.
   */
  readonly tellStopFirst: (on: boolean) => void;
  /** Cuts every connection when so many bytes of the next upload to a container have come. */
  readonly cutUpload: (afterBytes: number) => void;
}

/** What can be made to go wrong with SSH. Each holds until it is taken back. */
export interface SshFaults {
  /** Cuts every connection there is, without a word. */
  readonly dropConnections: () => void;
  /** Nobody listens on the SSH port; live connections are cut. */
  readonly refuseConnections: (on: boolean) => Promise<void>;
  /** Connections are taken and then nothing is ever said. */
  readonly stayMute: (on: boolean) => void;
  /** From now on the server shows another host key, which known_hosts does not have. */
  readonly changeHostKey: () => void;
  /** The key of the ssh configuration is not let in. */
  readonly refuseKey: (on: boolean) => void;
  /** `AllowStreamLocalForwarding no`: only `docker system dial-stdio` reaches Docker. */
  readonly refuseStreamlocal: (on: boolean) => void;
  /** The user may not use Docker's socket, by either way. */
  readonly denyDocker: (on: boolean) => void;
  /** How many connections are open now. */
  readonly connections: () => number;
}

export interface PretendContainer {
  /** Of the container as it is now: another one after it was recreated. */
  readonly id: string;
  readonly name: string;
  /** The directory that stands for the container's `/`. */
  readonly directory: string;
  readonly status: () => 'created' | 'running' | 'paused' | 'restarting' | 'exited' | 'removed';
  /** Changes how the program behaves from its next start on (a login is a start; a server needs a restart). */
  readonly behave: (change: Partial<Behaviour>) => void;
  readonly start: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly restart: () => Promise<void>;
  /** `docker kill`: somebody's wish, so that it stays down. */
  readonly kill: () => Promise<void>;
  /** Comes back when its program serves, whoever started it. Throws when it is down and nobody will. */
  readonly serves: () => Promise<void>;
  /** Its program, which serves, ends by itself, and Docker starts it again. Comes back when it has ended. */
  readonly crash: (exitCode: number) => Promise<void>;
  /** From now on its program ends by itself soon after each start; it begins with a crash. */
  readonly loop: (exitCode: number) => Promise<void>;
  /** From its next start on it stays up. */
  readonly heal: () => void;
  /** The kernel ends its program, since no memory is left; Docker starts it again. Comes back when it has ended. */
  readonly oom: () => Promise<void>;
  readonly pause: () => void;
  readonly unpause: () => void;
  /** What its health check finds from now on. It has one from then on. */
  readonly health: (word: 'healthy' | 'unhealthy') => void;
  /**
   * What `docker compose up` does with a changed service: another container, of the same files, takes its place.
   * `pulled`: the image's name stays and means another image now. Comes back when it serves.
   */
  readonly recreate: (change?: { readonly image?: string; readonly pulled?: boolean }) => Promise<void>;
  /** Stops it and takes it away from the engine. */
  readonly remove: () => Promise<void>;
  /**
   * Its own files (`/`) or those of a mount (`/root/.cli-proxy-api`) take no more, until that is taken back. Whoever
   * writes by other ways than Docker does not notice.
   */
  readonly fillDisk: (mount: string, on: boolean) => void;
  /** The same, for a disk that is read-only. */
  readonly makeReadOnly: (mount: string, on: boolean) => void;
  /** Names in the auth directory. */
  readonly authFiles: () => readonly string[];
  /** A file of the container as text. Throws when there is none. */
  readonly read: (path: string) => string;
  readonly write: (path: string, text: string) => void;
  /** Command lines of what runs in it, as `docker top` shows them. */
  readonly processes: () => readonly string[];
  /** Whether nothing listens on a port of the container (54545, 8317). */
  readonly portFree: (port: number) => Promise<boolean>;
  /** `http://127.0.0.1:N` of a port of the container, for a request that does not go through SSH. */
  readonly url: (port: number) => string;
  /** Everything its main program said so far. */
  readonly log: () => string;
}
