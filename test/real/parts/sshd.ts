import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { startDaemon, type Daemon } from './daemon';
import { openDirectory } from './directory';
import { freePort } from './port';
import { descendants, isAlive, killAll } from './process-tree';
import { findProgram } from './program';
import { hashKnownHosts, hostKeyFiles, knownHostLines, makeHostKeys, makeKey } from './ssh-keys';
import { clientConfig, serverConfig } from './sshd-config';
import { until } from './until';

const host = '127.0.0.1';

/** An OpenSSH server of its own on 127.0.0.1, and all that a client needs to trust it and get in. */
export interface RealSshd {
  readonly host: '127.0.0.1';
  readonly port: number;
  readonly user: string;
  readonly keyFile: string;
  readonly knownHostsFile: string;
  /** A `~/.ssh/config` that knows the server by its aliases. */
  readonly configFile: string;
  /** The server and every connection end, as when the machine goes down. */
  stop(): Promise<void>;
  /** Starts it again on the same port, with the configuration as it is now. */
  start(): Promise<void>;
  /** Ends every live connection without a word; new ones are welcome. */
  dropConnections(): Promise<void>;
  /** It and its connections stand still, as when the machine hangs: nothing ends and nothing is answered. */
  freeze(): void;
  /** They go on. */
  thaw(): void;
  /** `AllowStreamLocalForwarding` for connections from now on. */
  setForwarding(allowed: boolean): Promise<void>;
  /** New host keys, so that known_hosts is wrong from now on. */
  changeHostKey(): Promise<void>;
  /** Ends it for good and removes its keys and files. */
  close(): Promise<void>;
}

export interface SshdOptions {
  /** What `DOCKER_HOST` is for commands run through it, for instance `unix:///run/docker.sock`. */
  readonly dockerHost?: string;
  /** Names in the client's configuration. */
  readonly aliases?: readonly string[];
  readonly hashKnownHosts?: boolean;
  /** Whoever logs in is held to the permissions of files, also root. */
  readonly heldToPermissions?: boolean;
  readonly searchPath?: string;
}

/** Starts sshd as the current user and comes back when it listens. Throws where it is not installed. */
export async function startSshd(options: SshdOptions = {}): Promise<RealSshd> {
  const program = findProgram('sshd', options.searchPath);
  const user = userInfo().username;
  // Started by hand, sshd does not make its own run directory.
  if (user === 'root') mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const directory = openDirectory('sshd');
  const port = await freePort();
  const inside = (name: string) => join(directory.path, name);
  const files = {
    keyFile: inside('id'),
    knownHostsFile: inside('known_hosts'),
    configFile: inside('config'),
  };
  let forwarding = true;

  const configure = () =>
    writeFile(
      inside('sshd_config'),
      serverConfig({
        port,
        forwarding,
        hostKeyFiles: hostKeyFiles(directory.path),
        authorizedKeysFile: inside('authorized_keys'),
        ...(options.dockerHost === undefined ? {} : { dockerHost: options.dockerHost }),
      }),
    );
  const command = [program, '-D', '-e', '-f', inside('sshd_config')];
  if (options.heldToPermissions === true && user === 'root') {
    command.unshift(findProgram('setpriv'), '--bounding-set', '-dac_override,-dac_read_search', '--');
  }
  const [first = program, ...argv] = command;
  const launch = () => startDaemon(directory.path, 'sshd', first, argv);
  const untilListening = async <Result>(action: () => Result | Promise<Result>): Promise<Result> => {
    const before = timesListening(inside('sshd.log'));
    const result = await action();
    await until('sshd listens', () => timesListening(inside('sshd.log')) > before).catch((error: unknown) => {
      throw new Error(`sshd does not listen:\n${readFileSync(inside('sshd.log'), 'utf8')}`, { cause: error });
    });
    return result;
  };
  /** Live connections stay as they are, as with `systemctl reload ssh`. */
  const reload = async () => {
    await configure();
    if (daemon.isRunning()) await untilListening(() => process.kill(daemon.pid, 'SIGHUP'));
  };
  const end = async (sessions: readonly number[]) => {
    killAll(sessions);
    await until('the connections are dropped', () => !sessions.some(isAlive));
  };
  const signalAll = (signal: 'SIGSTOP' | 'SIGCONT') => {
    for (const pid of [daemon.pid, ...descendants(daemon.pid)]) process.kill(pid, signal);
  };
  const stop = async () => {
    if (!daemon.isRunning()) return;
    // It must not take another connection while its connections are looked up.
    process.kill(daemon.pid, 'SIGSTOP');
    const sessions = descendants(daemon.pid);
    await daemon.end('SIGKILL');
    await end(sessions);
  };

  let daemon: Daemon;
  try {
    await makeHostKeys(directory.path);
    await makeKey('ed25519', files.keyFile);
    await copyFile(`${files.keyFile}.pub`, inside('authorized_keys'));
    await writeFile(files.knownHostsFile, await knownHostLines(directory.path, host, port));
    if (options.hashKnownHosts === true) await hashKnownHosts(files.knownHostsFile);
    await writeFile(
      files.configFile,
      clientConfig({ aliases: options.aliases ?? ['ali'], host, port, user, ...files }),
    );
    await configure();
    daemon = await untilListening(launch);
  } catch (error) {
    await directory.close();
    throw error;
  }
  return {
    host,
    port,
    user,
    ...files,
    stop,
    async start() {
      if (!daemon.isRunning()) daemon = await untilListening(launch);
    },
    dropConnections: () => end(descendants(daemon.pid)),
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    async setForwarding(allowed) {
      forwarding = allowed;
      await reload();
    },
    async changeHostKey() {
      await makeHostKeys(directory.path);
      await reload();
    },
    async close() {
      await stop();
      await directory.close();
    },
  };
}

function timesListening(logFile: string): number {
  return existsSync(logFile) ? readFileSync(logFile, 'utf8').split('Server listening on').length - 1 : 0;
}
