import { lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import type { PretendContainer, PretendServer } from '../../../sandbox/contracts';
import { openSandbox } from '../../../sandbox/sandbox';
import type { Container } from '../../../src/server/server';
import { createServers } from '../../../src/server/servers';

export const authDir = '/root/.cli-proxy-api';
export const configFile = '/CLIProxyAPI/config.yaml';

/** A server of the sandbox, what can go wrong on it, and its files as it has them itself. */
export interface SandboxScene {
  readonly pretended: PretendServer;
  readonly machine: PretendContainer;
  /** As it is now. */
  container(): Promise<Container>;
  write(path: string, content: Buffer): void;
  bytes(path: string): Buffer;
  stat(path: string): { readonly mode: number; readonly ino: number };
  close(): Promise<void>;
}

export async function openSandboxScene(): Promise<SandboxScene> {
  const sandbox = await openSandbox();
  const pretended = sandbox.server('ali');
  const machine = pretended.container;
  let nowMs = 0;
  const servers = createServers(
    [
      {
        name: 'ali',
        containers: ['cliproxy'],
        program: '/CLIProxyAPI/CLIProxyAPI',
        authDir,
        dockerSocket: '/var/run/docker.sock',
        configFile,
        apiPort: 8317,
      },
    ],
    { configFile: sandbox.sshConfigFile, home: sandbox.directory, localUser: 'me' },
    pino({ level: 'silent' }),
    // A minute from one look at the clock to the next: nobody has to wait before it connects again.
    { now: () => (nowMs += 60_000), random: () => 0 },
  );
  const real = (path: string): string => join(machine.directory, path);
  return {
    pretended,
    machine,
    container: () => servers.known('ali').server.container(),
    write: (path, content) => writeFileSync(real(path), content),
    bytes: path => readFileSync(real(path)),
    stat: path => {
      const { mode, ino } = lstatSync(real(path));
      return { mode: mode & 0o7777, ino };
    },
    close: async () => {
      await servers.close();
      await sandbox.close();
    },
  };
}
