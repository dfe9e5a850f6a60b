import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';

/**
 * A port of 127.0.0.1 on which nothing listens now. Taken from below the range in which systems pick ports by
 * themselves, so that it stays free until its owner starts.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    if (await bindable(port)) return port;
  }
}

function bindable(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** Whether nothing listens on a port of 127.0.0.1. */
export function silent(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1')
      .once('connect', () => {
        socket.destroy();
        resolve(false);
      })
      .once('error', () => resolve(true));
  });
}
