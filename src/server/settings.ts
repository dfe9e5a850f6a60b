/** One server as configuration names it. */
export interface ServerSettings {
  /** What a person types after `ssh`: a Host of the ssh config file, or a host name. */
  readonly name: string;
  /** Names of the container, tried in this order: the configured one alone, or `cliproxy`, `cli-proxy-api`. */
  readonly containers: readonly string[];
  /** Absolute path of the CLIProxyAPI program in the container. */
  readonly program: string;
  /** Absolute path of the directory with the credentials in the container. */
  readonly authDir: string;
  /** Absolute path of CLIProxyAPI's config.yaml in the container. */
  readonly configFile: string;
  /** Absolute path of the Docker socket on the server. */
  readonly dockerSocket: string;
  /** The port of CLIProxyAPI's API in the container. */
  readonly apiPort: number;
  /** Opens the Management API. */
  readonly managementKey?: string;
  /** One of CLIProxyAPI's `api-keys`: opens `/v1`. */
  readonly apiKey?: string;
  /** Where One-Hub finds CLIProxyAPI; `http://<container>:<port>` when left out. */
  readonly apiUrl?: string;
}

/** What SSH takes from the machine the bot runs on. Nothing below `server/` reads the environment. */
export interface SshSettings {
  /** Usually `~/.ssh/config`, as an absolute path; it need not exist. */
  readonly configFile: string;
  /** Opens encrypted private keys. */
  readonly passphrase?: string;
  /** The socket of `SSH_AUTH_SOCK`. */
  readonly agentSocket?: string;
  /** Home directory, for `~` and `%d`. */
  readonly home: string;
  /** Who runs the bot: the remote user where the config file names none. */
  readonly localUser: string;
}
