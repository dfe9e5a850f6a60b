import { once } from 'node:events';
import { connect } from 'node:net';
import { startDaemon, type Daemon } from './daemon';
import { openDirectory } from './directory';
import { freePort } from './port';
import { findProgram } from './program';
import { until } from './until';

/** A redis-server of its own on 127.0.0.1, with an append-only file and without eviction. */
export interface RealRedis {
  readonly url: string;
  readonly port: number;
  /** Of the server as it runs now. */
  pid(): number;
  /** Ends the server as an administrator would; the data stay. */
  stop(): Promise<void>;
  /** Ends it without a word, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again on the same port with the same data, and comes back when it answers. */
  start(): Promise<void>;
  /** Ends it for good and removes its data. */
  close(): Promise<void>;
}

/** Starts redis-server and comes back when it answers. Throws where it is not installed. */
export async function startRedis(options: { readonly searchPath?: string } = {}): Promise<RealRedis> {
  const program = findProgram('redis-server', options.searchPath);
  const directory = openDirectory('redis');
  const port = await freePort();

  const launch = async () => {
    const daemon = await startDaemon(directory.path, 'redis', program, [
      ...['--bind', '127.0.0.1', '--port', String(port), '--dir', directory.path],
      ...['--appendonly', 'yes', '--save', '', '--maxmemory-policy', 'noeviction'],
    ]);
    await until('redis-server answers', () => {
      if (!daemon.isRunning()) throw new Error(`redis-server ended:\n${daemon.log()}`);
      return answersPing(port);
    });
    return daemon;
  };

  let daemon: Daemon;
  try {
    daemon = await launch();
  } catch (error) {
    await directory.close();
    throw error;
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    pid: () => daemon.pid,
    stop: () => daemon.end('SIGTERM'),
    kill: () => daemon.end('SIGKILL'),
    async start() {
      if (!daemon.isRunning()) daemon = await launch();
    },
    async close() {
      await daemon.end('SIGTERM');
      await directory.close();
    },
  };
}

/** False also while Redis still loads its data. */
async function answersPing(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    socket.write('PING\r\n');
    const chunks: unknown[] = await once(socket, 'data', { signal: AbortSignal.timeout(1000) });
    return String(chunks[0]).startsWith('+PONG');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
