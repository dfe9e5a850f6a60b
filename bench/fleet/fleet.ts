import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../../test/real/parts/until';
import type { Parts } from '../parts';

/** What the process of the servers tells. */
export type FleetWord =
  | { readonly kind: 'ready'; readonly names: readonly string[]; readonly sshConfigFile: string }
  /** Somebody came to the port of its CLIProxyAPI for the first time. */
  | { readonly kind: 'seen'; readonly name: string };

/** Many pretend servers in one process of their own. */
export interface Fleet {
  /** The variables that lead the program there. */
  readonly environment: Readonly<Record<string, string>>;
  /** When the last of them was seen for the first time, on the clock of `performance.now()`. */
  allSeen(withinMs: number): Promise<number>;
  close(): Promise<void>;
}

/** Starts them and comes back when they can be reached. */
export async function startFleet(parts: Parts, count: number): Promise<Fleet> {
  const directory = await mkdtemp(join(parts.directory(), 'fleet-'));
  const child = fork(join(__dirname, 'main.js'), [directory, String(count)]);
  const exited = once(child, 'exit');
  let ready: Extract<FleetWord, { kind: 'ready' }> | undefined;
  const seenAtMs = new Map<string, number>();
  child.on('message', (word: FleetWord) => {
    if (word.kind === 'ready') ready = word;
    else seenAtMs.set(word.name, performance.now());
  });

  const { names, sshConfigFile } = await until('the servers are ready', () => ready, 60_000);
  return {
    environment: { SERVERS: names.join(','), SSH_CONFIG: sshConfigFile },
    allSeen: async withinMs => {
      await until('every server was seen', () => seenAtMs.size === names.length, withinMs);
      return Math.max(...seenAtMs.values());
    },
    close: async () => {
      child.kill();
      await exited;
    },
  };
}
