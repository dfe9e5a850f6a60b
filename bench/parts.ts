import { join } from 'node:path';
import { startProvider } from '../sandbox/provider';
import { startStandIn, type StandIn } from '../test/real/parts/container';
import { openDirectory } from '../test/real/parts/directory';
import { startDockerd, type RealEngine } from '../test/real/parts/dockerd';
import { startRedis, type RealRedis } from '../test/real/parts/redis';
import { startSshd, type RealSshd } from '../test/real/parts/sshd';

/** A server as people have one: OpenSSH, a Docker engine, and CLIProxyAPI's stand-in in a container. */
export interface RealServer {
  readonly engine: RealEngine;
  readonly sshd: RealSshd;
  readonly standIn: StandIn;
}

/** The real parts of this machine, each started when it is first asked for. */
export interface Parts {
  redis(): Promise<RealRedis>;
  server(): Promise<RealServer>;
  /** A place for files that is gone after the run. */
  directory(): string;
  close(): Promise<void>;
}

export function createParts(): Parts {
  const closers: (() => Promise<void>)[] = [];
  const closing = async <Part extends { close(): Promise<void> }>(starting: Promise<Part>): Promise<Part> => {
    const part = await starting;
    closers.push(() => part.close());
    return part;
  };

  const startServer = async (): Promise<RealServer> => {
    const engine = await closing(startDockerd());
    const provider = await closing(startProvider(engine.gateway));
    const sshd = await closing(startSshd({ dockerHost: `unix://${engine.socket}` }));
    const standIn = await startStandIn(engine, {
      name: 'cliproxy',
      publish: { callback: 0 },
      behaviour: { providerUrl: provider.url },
      program: join(__dirname, '..', 'sandbox', 'cliproxyapi'),
    });
    return { engine, sshd, standIn };
  };

  return {
    redis: once(() => closing(startRedis())),
    server: once(startServer),
    directory: once(() => {
      const directory = openDirectory('bench');
      closers.push(() => directory.close());
      return directory.path;
    }),
    close: async () => {
      for (const close of closers.splice(0).reverse()) await close();
    },
  };
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
